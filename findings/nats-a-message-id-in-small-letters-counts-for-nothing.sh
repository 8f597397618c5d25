#!/usr/bin/env bash
# An event for JetStream with the header by which a server drops what it has already, so that a publisher may send again. `nats.Header` looks like Go's `http.Header`, and header names are case-insensitive wherever mail and HTTP have them, so one would expect `nats-msg-id` to do as `Nats-Msg-Id`. The server stores the event twice, and acknowledges both without a word;
# a reader finds `ce-id` as `ce-id` only, not as `Ce-Id`, where `http.Header` finds it either way. Blanks around a value are cut off on the way.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >go.mod <<'MOD'
module show

go 1.25.0

require (
	github.com/nats-io/nats-server/v2 v2.12.0
	github.com/nats-io/nats.go v1.47.0
)
MOD
cat >show.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	broker, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: "store"})
	check(err)
	go broker.Start()
	if !broker.ReadyForConnections(10 * time.Second) {
		os.Exit(1)
	}
	connection, err := nats.Connect(broker.ClientURL())
	check(err)
	stream, err := connection.JetStream()
	check(err)
	stored := map[string]uint64{}
	for subject, name := range map[string]string{"usual": "Nats-Msg-Id", "small": "nats-msg-id"} {
		_, err = stream.AddStream(&nats.StreamConfig{Name: subject, Subjects: []string{subject}, Storage: nats.MemoryStorage})
		check(err)
		for range 2 {
			event := nats.NewMsg(subject)
			event.Header.Set(name, "event-1")
			_, err = stream.PublishMsg(event)
			check(err)
		}
		info, err := stream.StreamInfo(subject)
		check(err)
		stored[subject] = info.State.Msgs
		fmt.Printf("sent twice with %s: %d stored\n", name, stored[subject])
	}

	reader, err := connection.SubscribeSync("events")
	check(err)
	event := nats.NewMsg("events")
	event.Header.Set("ce-id", "event-1")
	event.Header.Set("ce-subject", "  Anna  ")
	check(connection.PublishMsg(event))
	read, err := reader.NextMsg(5 * time.Second)
	check(err)
	ordinary := http.Header{}
	ordinary.Set("ce-id", "event-1")
	fmt.Printf("set as ce-id, asked for as Ce-Id: nats.Header %q, http.Header %q; \"  Anna  \" arrives as %q\n", read.Header.Get("Ce-Id"), ordinary.Get("Ce-Id"), read.Header.Get("ce-subject"))
	if stored["usual"] != 1 || stored["small"] != 2 || read.Header.Get("ce-id") != "event-1" || read.Header.Get("Ce-Id") != "" || read.Header.Get("ce-subject") != "Anna" {
		os.Exit(1)
	}
}
GO
go mod tidy >/dev/null 2>&1
echo "nats-server v2.12.0, nats.go v1.47.0, $(go version)"
go run show.go
