import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

interface Delivery {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly verifiedBy?: string;
}

const file = join(process.cwd(), 'test/vectors/webhooks.json');
const { deliveries } = JSON.parse(readFileSync(file, 'utf8')) as { readonly deliveries: readonly Delivery[] };
/** Other libraries know HMAC only, and pass over the rest. */
const expected = deliveries
  .filter(({ headers }) => 'webhook-signature' in headers)
  .map(({ name, verifiedBy }) => [name, verifiedBy === 'v1']);

const PYTHON = `
import json, sys, datetime
from standardwebhooks.webhooks import Webhook
import standardwebhooks.webhooks as library
vectors = json.load(open(sys.argv[1], encoding="utf-8"))
class Then(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return cls.fromtimestamp(vectors["time"], tz)
library.datetime = Then
def taken(delivery):
    for secret in vectors["secrets"]:
        try:
            Webhook(secret).verify(delivery["body"], delivery["headers"]); return True
        except Exception: pass
    return False
print(json.dumps([[d["name"], taken(d)] for d in vectors["deliveries"] if "webhook-signature" in d["headers"]]))
`;

const GO = `package main

import (
	"encoding/json"
	"net/http"
	"os"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

type delivery struct {
	Name    string            \`json:"name"\`
	Headers map[string]string \`json:"headers"\`
	Body    string            \`json:"body"\`
}

func main() {
	var vectors struct {
		Secrets    []string   \`json:"secrets"\`
		Deliveries []delivery \`json:"deliveries"\`
	}
	content, _ := os.ReadFile(os.Args[1])
	if err := json.Unmarshal(content, &vectors); err != nil {
		panic(err)
	}
	judged := [][]any{}
	for _, one := range vectors.Deliveries {
		if one.Headers["webhook-signature"] == "" {
			continue
		}
		headers := http.Header{}
		for name, value := range one.Headers {
			headers.Set(name, value)
		}
		taken := false
		for _, secret := range vectors.Secrets {
			verifier, err := standardwebhooks.NewWebhook(secret)
			if err != nil {
				panic(err)
			}
			taken = taken || verifier.VerifyIgnoringTimestamp([]byte(one.Body), headers) == nil
		}
		judged = append(judged, []any{one.Name, taken})
	}
	_ = json.NewEncoder(os.Stdout).Encode(judged)
}
`;

function isThere(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('test/vectors/webhooks.json in the reference implementations of other languages', () => {
  const directory = mkdtempSync(join(tmpdir(), 'webhook-libraries-'));
  const run = (command: string, args: readonly string[]): string =>
    execFileSync(command, args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const python = isThere('python3', '--version') ? it : it.skip;
  python('are judged by that of PyPI as said', () => {
    run('python3', ['-m', 'venv', 'venv']);
    run('venv/bin/pip', ['install', '--quiet', 'standardwebhooks==1.1.0']);
    writeFileSync(join(directory, 'judge.py'), PYTHON);
    expect(JSON.parse(run('venv/bin/python', ['judge.py', file]))).toEqual(expected);
  });

  const go = isThere('go', 'version') ? it : it.skip;
  go('are judged by that of the Go module proxy as said', () => {
    writeFileSync(join(directory, 'main.go'), GO);
    run('go', ['mod', 'init', 'judge']);
    run('go', ['get', 'github.com/standard-webhooks/standard-webhooks/libraries@v0.0.1']);
    expect(JSON.parse(run('go', ['run', '.', file]))).toEqual(expected);
  });
});
