// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/asn1"
	"math/big"
	"net"
	"strings"
	"time"
)

func element(tag byte, contents ...[]byte) []byte {
	content := bytes.Join(contents, nil)
	n := len(content)
	switch {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, content...)
	case n < 0x100:
		return append([]byte{tag, 0x81, byte(n)}, content...)
	case n < 0x10000:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, content...)
	}
	return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, content...)
}

func sequence(contents ...[]byte) []byte       { return element(0x30, contents...) }
func object(oid asn1.ObjectIdentifier) []byte  { return must(asn1.Marshal(oid)) }
func integer(value *big.Int) []byte            { return must(asn1.Marshal(value)) }
func utcTime(t time.Time) []byte               { return element(0x17, []byte(t.Format("060102150405Z"))) }
func text(tag byte, value string) []byte       { return element(tag, []byte(value)) }
func oid(numbers ...int) asn1.ObjectIdentifier { return numbers }

// name writes "CN=a,O=b"; tag is the type of its strings.
func name(tag byte, attributes string) []byte {
	types := map[string]asn1.ObjectIdentifier{"CN": oid(2, 5, 4, 3), "O": oid(2, 5, 4, 10), "OU": oid(2, 5, 4, 11)}
	var sets [][]byte
	for attribute := range strings.SplitSeq(attributes, ",") {
		if kind, value, found := strings.Cut(attribute, "="); found {
			sets = append(sets, element(0x31, sequence(object(types[kind]), text(tag, value))))
		}
	}
	return sequence(sets...)
}

func extension(id asn1.ObjectIdentifier, critical bool, value []byte) []byte {
	flag := []byte{}
	if critical {
		flag = element(1, []byte{0xff})
	}
	return sequence(object(id), flag, element(4, value))
}

const noPathLength = -1

func basicConstraints(ca bool, pathLength int) []byte {
	parts := [][]byte{}
	if ca {
		parts = append(parts, element(1, []byte{0xff}))
	}
	if pathLength != noPathLength {
		parts = append(parts, integer(big.NewInt(int64(pathLength))))
	}
	return extension(oid(2, 5, 29, 19), true, sequence(parts...))
}

func keyUsage(bits byte) []byte {
	return extension(oid(2, 5, 29, 15), true, element(3, []byte{0, bits}))
}

const (
	digitalSignature = 0x80
	certSign         = 0x04
)

func extKeyUsage(critical bool, purposes ...asn1.ObjectIdentifier) []byte {
	var list [][]byte
	for _, purpose := range purposes {
		list = append(list, object(purpose))
	}
	return extension(oid(2, 5, 29, 37), critical, sequence(list...))
}

// generalName reads "dns:a.example", "email:", "uri:", "ip:", "mask:10.0.0.0/8", "dn:CN=x", "raw7:hex".
func generalName(value string) []byte {
	kind, rest, _ := strings.Cut(value, ":")
	switch kind {
	case "email":
		return text(0x81, rest)
	case "dns":
		return text(0x82, rest)
	case "uri":
		return text(0x86, rest)
	case "dn":
		return element(0xa4, name(12, rest))
	case "id":
		return element(0x88, []byte{0x2a, 3})
	case "ip":
		ip := net.ParseIP(rest)
		if v4 := ip.To4(); v4 != nil {
			ip = v4
		}
		return element(0x87, ip)
	case "mask":
		_, network, err := net.ParseCIDR(rest)
		if err != nil {
			panic(err)
		}
		return element(0x87, network.IP, network.Mask)
	case "raw":
		return text(0x87, rest)
	}
	panic(value)
}

func alternativeNames(critical bool, names ...string) []byte {
	var list [][]byte
	for _, n := range names {
		list = append(list, generalName(n))
	}
	return extension(oid(2, 5, 29, 17), critical, sequence(list...))
}

func nameConstraints(critical bool, permitted, excluded []string) []byte {
	var parts [][]byte
	for tag, names := range [][]string{permitted, excluded} {
		var subtrees [][]byte
		for _, n := range names {
			subtrees = append(subtrees, sequence(generalName(n)))
		}
		if names != nil {
			parts = append(parts, element(0xa0+byte(tag), subtrees...))
		}
	}
	return extension(oid(2, 5, 29, 30), critical, sequence(parts...))
}
