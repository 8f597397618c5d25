// Gets tokens from Countersign by everything that golang.org/x/oauth2 has for it. Asks on standard output to have addresses opened.
package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
	"golang.org/x/oauth2/jws"
	"golang.org/x/oauth2/jwt"
)

const scope = "providers:read"

type client struct {
	ID              string `json:"id"`
	Secret          string `json:"secret"`
	RedirectURI     string `json:"redirectUri"`
	PrivateKey      string `json:"privateKey"`
	Kid             string `json:"kid"`
	User            string `json:"user"`
	CertificateFile string `json:"certificateFile"`
	KeyFile         string `json:"keyFile"`
}

type asked struct {
	Issuer        string `json:"issuer"`
	Token         string `json:"token"`
	Authorization string `json:"authorization"`
	API           string `json:"api"`
	MutualTLS     struct {
		Token         string `json:"token"`
		API           string `json:"api"`
		AuthorityFile string `json:"authorityFile"`
	} `json:"mutualTls"`
	Basic      client `json:"client_secret_basic"`
	Post       client `json:"client_secret_post"`
	Signing    client `json:"private_key_jwt"`
	Code       client `json:"code"`
	Public     client `json:"public"`
	JWT        client `json:"jwt"`
	TLS        client `json:"tls_client_auth"`
	SelfSigned client `json:"self_signed_tls_client_auth"`
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

var input = bufio.NewReader(os.Stdin)
var seen = map[string]any{}

func say(value any) { _ = json.NewEncoder(os.Stdout).Encode(value) }

func browse(address string) url.Values {
	say(map[string]string{"open": address})
	line := must(input.ReadString('\n'))
	return must(url.Parse(strings.TrimSpace(line))).Query()
}

func works(name string, caller *http.Client, base string) {
	answer := must(caller.Get(base + "/v1/providers"))
	answer.Body.Close()
	seen[name] = answer.StatusCode
}

func key(text string) *rsa.PrivateKey {
	block, _ := pem.Decode([]byte(text))
	return must(x509.ParsePKCS8PrivateKey(block.Bytes)).(*rsa.PrivateKey)
}

func main() {
	var a asked
	if err := json.Unmarshal(must(os.ReadFile(os.Args[1])), &a); err != nil {
		panic(err)
	}
	ctx := context.Background()

	for name, config := range map[string]clientcredentials.Config{
		"client_secret_basic": {ClientID: a.Basic.ID, ClientSecret: a.Basic.Secret, AuthStyle: oauth2.AuthStyleInHeader},
		"client_secret_post":  {ClientID: a.Post.ID, ClientSecret: a.Post.Secret, AuthStyle: oauth2.AuthStyleInParams},
		"found out by itself": {ClientID: a.Post.ID, ClientSecret: a.Post.Secret},
	} {
		config.TokenURL, config.Scopes = a.Token, []string{scope}
		works(name, config.Client(ctx), a.API)
	}

	now := time.Now()
	assertion := must(jws.Encode(&jws.Header{Algorithm: "RS256", Typ: "JWT", KeyID: a.Signing.Kid}, &jws.ClaimSet{
		Iss: a.Signing.ID, Sub: a.Signing.ID, Aud: a.Issuer, Iat: now.Unix(), Exp: now.Add(time.Minute).Unix(),
		PrivateClaims: map[string]any{"jti": rand.Text()},
	}, key(a.Signing.PrivateKey)))
	signing := clientcredentials.Config{
		ClientID: a.Signing.ID, TokenURL: a.Token, Scopes: []string{scope}, AuthStyle: oauth2.AuthStyleInParams,
		EndpointParams: url.Values{
			"client_assertion":      {assertion},
			"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
		},
	}
	works("private_key_jwt", signing.Client(ctx), a.API)

	for name, one := range map[string]struct {
		client client
		style  oauth2.AuthStyle
	}{"code": {a.Code, oauth2.AuthStyleInHeader}, "public": {a.Public, oauth2.AuthStyleInParams}} {
		config := oauth2.Config{
			ClientID: one.client.ID, ClientSecret: one.client.Secret, RedirectURL: one.client.RedirectURI, Scopes: []string{scope},
			Endpoint: oauth2.Endpoint{AuthURL: a.Authorization, TokenURL: a.Token, AuthStyle: one.style},
		}
		verifier := oauth2.GenerateVerifier()
		back := browse(config.AuthCodeURL("state", oauth2.S256ChallengeOption(verifier)))
		if back.Get("state") != "state" || back.Get("iss") != a.Issuer {
			panic("another answer than to what was asked")
		}
		token := must(config.Exchange(ctx, back.Get("code"), oauth2.VerifierOption(verifier)))
		works(name, config.Client(ctx, token), a.API)
		first := token.RefreshToken
		token.Expiry = now.Add(-time.Hour)
		token = must(config.TokenSource(ctx, token).Token())
		seen[name+" rotated"] = token.RefreshToken != first
		works(name+" refreshed", config.Client(ctx, token), a.API)
	}

	bearer := jwt.Config{
		Email: a.JWT.ID, Subject: a.JWT.User, PrivateKey: []byte(a.JWT.PrivateKey), PrivateKeyID: a.JWT.Kid,
		Scopes: []string{"impersonation", scope}, TokenURL: a.Token, Audience: a.Issuer,
	}
	_, err := bearer.TokenSource(ctx).Token()
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		// Its members ErrorCode and ErrorDescription stay empty for this grant.
		var answer map[string]string
		_ = json.Unmarshal(refused.Body, &answer)
		seen["jwt without jti"] = answer["error"] + ": " + answer["error_description"]
	}
	// It makes no jti by itself.
	bearer.PrivateClaims = map[string]any{"jti": rand.Text()}
	works("jwt", bearer.Client(ctx), a.API)

	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(must(os.ReadFile(a.MutualTLS.AuthorityFile)))
	over := func(certificates ...tls.Certificate) context.Context {
		transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authorities, Certificates: certificates}}
		return context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: transport})
	}
	for name, one := range map[string]client{"tls_client_auth": a.TLS, "self_signed_tls_client_auth": a.SelfSigned} {
		shown := over(must(tls.LoadX509KeyPair(one.CertificateFile, one.KeyFile)))
		config := clientcredentials.Config{
			ClientID: one.ID, TokenURL: a.MutualTLS.Token, Scopes: []string{scope}, AuthStyle: oauth2.AuthStyleInParams,
		}
		token := must(config.Token(shown))
		works(name, oauth2.NewClient(shown, oauth2.StaticTokenSource(token)), a.MutualTLS.API)
		works(name+" without its certificate", oauth2.NewClient(over(), oauth2.StaticTokenSource(token)), a.MutualTLS.API)
	}
	say(map[string]any{"seen": seen})
}
