// SPDX-License-Identifier: Apache-2.0

// Command x509 reads certificate chains of every kind, and writes them with what this Go's
// crypto/x509 says of each. Its output depends on Go's version alone.
package main

import (
	"crypto/x509"
	"encoding/json"
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
	Certificates map[string][]byte `json:"certificates"`
}

// judge does what crypto/tls does with a pool that was read from PEM.
func (d *document) judge(v verdict) string {
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	for _, id := range v.Trusted {
		if parsed, err := x509.ParseCertificate(d.Certificates[id]); err == nil {
			roots.AddCert(parsed)
		}
	}
	var server *x509.Certificate
	for i, id := range v.Shown {
		parsed, err := x509.ParseCertificate(d.Certificates[id])
		if err != nil {
			return err.Error()
		}
		if i == 0 {
			server = parsed
		} else {
			intermediates.AddCert(parsed)
		}
	}
	options := x509.VerifyOptions{Roots: roots, Intermediates: intermediates, DNSName: v.Host, CurrentTime: d.Now}
	if _, err := server.Verify(options); err != nil {
		return err.Error()
	}
	return ""
}

func main() {
	d := &document{}
	if err := json.NewDecoder(os.Stdin).Decode(d); err != nil {
		panic(err)
	}
	for i, v := range d.Verdicts {
		d.Verdicts[i].Refused = d.judge(v)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(d); err != nil {
		panic(err)
	}
}
