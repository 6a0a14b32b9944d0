// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"
)

type labelled[T any] struct {
	label string
	value T
}

func ordered[T any](list []labelled[T]) iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for _, l := range list {
			if !yield(l.label, l.value) {
				return
			}
		}
	}
}

func usual(key any) signature {
	switch key.(type) {
	case ed25519.PrivateKey:
		return ed25519Sign
	case *rsa.PrivateKey:
		return rsaSHA256
	}
	return ecdsaSHA256
}

// combinations puts up to three oddities into chains of up to four certificates.
func combinations(d *document) {
	random := rand.New(rand.NewPCG(1, 2))
	odd := []labelled[option]{
		{"for e-mail", extended(extKeyUsage(false, emailProtection))},
		{"for servers", extended(extKeyUsage(false, serverAuth, clientAuth))},
		{"path length 0", extended(basicConstraints(true, 0))},
		{"path length 1", extended(basicConstraints(true, 1))},
		{"for googleapis.com", extended(nameConstraints(true, []string{"dns:googleapis.com"}, nil))},
		{"not for corp.example", extended(nameConstraints(false, nil, []string{"dns:corp.example"}))},
		{"not for sts", extended(nameConstraints(false, nil, []string{"dns:" + host}))},
		{"named *", extended(alternativeNames(false, "dns:*.googleapis.com", "ip:10.0.0.1"))},
		{"over", valid(now.AddDate(-2, 0, 0), now.Add(-time.Hour))},
		{"SHA-1", signed(ecdsaSHA1)},
		{"SHA-512", signed(ecdsaSHA512)},
	}
	for n := range 150 {
		label := ""
		depth := 2 + random.IntN(3)
		options := make([][]option, depth)
		for range 1 + random.IntN(3) {
			o, at := odd[random.IntN(len(odd))], random.IntN(depth)
			label += fmt.Sprintf(", %d %s", at, o.label)
			options[at] = append(options[at], o.value)
		}
		root := authority(nil, "CN=root", options[0]...)
		issuer, shown := root, list()
		for i := 1; i < depth-1; i++ {
			issuer = authority(issuer, fmt.Sprintf("CN=at %d", i), options[i]...)
			shown = append(list(issuer), shown...)
		}
		d.add(fmt.Sprintf("combination %d of %d%s", n, depth, label), host, list(root), append(list(leaf(issuer, options[depth-1]...)), shown...))
	}
}
