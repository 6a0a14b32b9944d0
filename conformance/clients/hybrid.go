// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// hybrid runs a command behind a proxy in whose tunnels every host takes X25519MLKEM768 alone, and
// answers every request with the same token. The command trusts it by SSL_CERT_FILE.
func hybrid(command []string) error {
	dir, err := os.MkdirTemp("", "hybrid")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ca, err := newCertificate(nil, "CA")
	if err != nil {
		return err
	}
	roots := filepath.Join(dir, "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Certificate[0]})
	if err := os.WriteFile(roots, block, 0o644); err != nil {
		return err
	}
	proxy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		for {
			tunnel, err := proxy.Accept()
			if err != nil {
				return
			}
			go answer(tunnel, ca)
		}
	}()
	run := exec.Command(command[0], command[1:]...)
	run.Env = append(os.Environ(), "SSL_CERT_FILE="+roots, "HTTPS_PROXY=http://"+proxy.Addr().String())
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, os.Stdout, os.Stderr
	return run.Run()
}

func answer(tunnel net.Conn, ca *tls.Certificate) {
	defer tunnel.Close()
	connect, err := http.ReadRequest(bufio.NewReader(tunnel))
	if err != nil {
		return
	}
	leaf, err := newCertificate(ca, connect.URL.Hostname())
	if err != nil {
		return
	}
	fmt.Fprint(tunnel, "HTTP/1.1 200 OK\r\n\r\n")
	secure := tls.Server(tunnel, &tls.Config{
		Certificates:     []tls.Certificate{*leaf},
		CurvePreferences: []tls.CurveID{tls.X25519MLKEM768},
	})
	defer secure.Close()
	if _, err := http.ReadRequest(bufio.NewReader(secure)); err != nil {
		return
	}
	const token = `{"access_token":"of-the-hybrid-server","expires_in":3600}`
	fmt.Fprintf(secure, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(token), token)
}

// newCertificate makes a CA of its own, or a server's certificate by a CA.
func newCertificate(ca *tls.Certificate, name string) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		DNSNames:     []string{name},
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	template.Subject.CommonName = name
	parent, signer := template, any(key)
	if ca == nil {
		template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
		template.DNSNames, template.ExtKeyUsage = nil, nil
	} else {
		parent, signer = ca.Leaf, ca.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}
