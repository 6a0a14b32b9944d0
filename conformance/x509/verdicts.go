// SPDX-License-Identifier: Apache-2.0

// Command x509 writes certificate chains of every kind with what Go's crypto/x509 says of each.
// Its output depends on Go's version alone.
package main

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// A verdict on a chain that a server of that name shows, the server's certificate first.
type verdict struct {
	Case    string   `json:"case"`
	Host    string   `json:"host"`
	Trusted []string `json:"trusted"`
	Shown   []string `json:"shown"`
	Refused string   `json:"refused,omitempty"`
}

type document struct {
	Now          time.Time         `json:"now"`
	Verdicts     []verdict         `json:"verdicts"`
	Certificates map[string]string `json:"certificates"`
}

func (d *document) add(name, host string, trusted, shown []*certificate) {
	d.Verdicts = append(d.Verdicts, verdict{
		Case: name, Host: host, Trusted: d.keep(trusted), Shown: d.keep(shown),
		Refused: judge(host, trusted, shown),
	})
}

func (d *document) keep(certificates []*certificate) []string {
	ids := []string{}
	for _, c := range certificates {
		digest := sha256.Sum256(c.der())
		id := hex.EncodeToString(digest[:4])
		d.Certificates[id] = base64.StdEncoding.EncodeToString(c.der())
		ids = append(ids, id)
	}
	return ids
}

// judge does what crypto/tls does with a pool that was read from PEM.
func judge(host string, trusted, shown []*certificate) string {
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range trusted {
		if parsed, err := x509.ParseCertificate(c.der()); err == nil {
			roots.AddCert(parsed)
		}
	}
	var server *x509.Certificate
	for i, c := range shown {
		parsed, err := x509.ParseCertificate(c.der())
		if err != nil {
			return err.Error()
		}
		if i == 0 {
			server = parsed
		} else {
			intermediates.AddCert(parsed)
		}
	}
	options := x509.VerifyOptions{Roots: roots, Intermediates: intermediates, DNSName: host, CurrentTime: now}
	if _, err := server.Verify(options); err != nil {
		return err.Error()
	}
	return ""
}

func main() {
	d := &document{Now: now, Certificates: map[string]string{}}
	for _, cases := range []func(*document){
		names, purposes, constraints, pathLengths, times, signatures, criticalExtensions, pools, unreadable, combinations,
	} {
		cases(d)
	}
	seen := map[string]bool{}
	for _, v := range d.Verdicts {
		if seen[v.Case] {
			panic("twice: " + v.Case)
		}
		seen[v.Case] = true
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(d); err != nil {
		panic(err)
	}
	refused := 0
	for _, v := range d.Verdicts {
		if v.Refused != "" {
			refused++
		}
	}
	fmt.Fprintf(os.Stderr, "%d cases, %d refused, %d certificates\n", len(d.Verdicts), refused, len(d.Certificates))
}
