// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"
)

const host = "sts.googleapis.com"

var (
	serverAuth      = oid(1, 3, 6, 1, 5, 5, 7, 3, 1)
	clientAuth      = oid(1, 3, 6, 1, 5, 5, 7, 3, 2)
	emailProtection = oid(1, 3, 6, 1, 5, 5, 7, 3, 4)
	ocspSigning     = oid(1, 3, 6, 1, 5, 5, 7, 3, 9)
	anyPurpose      = oid(2, 5, 29, 37, 0)
	microsoftSGC    = oid(1, 3, 6, 1, 4, 1, 311, 10, 3, 3)
	netscapeSGC     = oid(2, 16, 840, 1, 113730, 4, 1)
	unknownPurpose  = oid(1, 2, 3, 4)
)

// An option changes a certificate before it is signed.
type option func(*certificate)

func authority(issuer *certificate, subject string, options ...option) *certificate {
	c := &certificate{
		subject: name(12, subject), issuer: issuer, key: ecKey(subject), version: 3,
		serial: big.NewInt(1), from: now.AddDate(-5, 0, 0), until: now.AddDate(5, 0, 0),
		extensions: [][]byte{basicConstraints(true, noPathLength), keyUsage(certSign)},
	}
	return c.with(options)
}

func leaf(issuer *certificate, options ...option) *certificate {
	c := &certificate{
		subject: name(12, "O=server"), issuer: issuer, key: ecKey("server"), version: 3,
		serial: big.NewInt(2), from: now.AddDate(0, -1, 0), until: now.AddDate(0, 1, 0),
		extensions: [][]byte{basicConstraints(false, noPathLength), keyUsage(digitalSignature)},
	}
	c.with(options)
	if c.extensions != nil && !has(c, oid(2, 5, 29, 17)) {
		c.extensions = append(c.extensions, alternativeNames(false, "dns:"+host))
	}
	return c
}

func (c *certificate) with(options []option) *certificate {
	for _, o := range options {
		o(c)
	}
	if c.algorithm.oid == nil {
		signer := c.key
		if c.issuer != nil {
			signer = c.issuer.key
		}
		c.algorithm = usual(signer)
	}
	return c
}

func has(c *certificate, id asn1.ObjectIdentifier) bool { return index(c, object(id)) >= 0 }

func index(c *certificate, id []byte) int {
	for i, e := range c.extensions {
		if string(e[2:2+len(id)]) == string(id) || string(e[3:3+len(id)]) == string(id) || string(e[4:4+len(id)]) == string(id) {
			return i
		}
	}
	return -1
}

// extended adds an extension, or replaces the one of its kind.
func extended(extensions ...[]byte) option {
	return func(c *certificate) {
		for _, e := range extensions {
			var raw []asn1.RawValue
			var whole asn1.RawValue
			must(asn1.Unmarshal(e, &whole))
			must(asn1.Unmarshal(e, &raw))
			if i := index(c, raw[0].FullBytes); i >= 0 {
				c.extensions[i] = e
			} else {
				c.extensions = append(c.extensions, e)
			}
		}
	}
}

func added(e []byte) option { return func(c *certificate) { c.extensions = append(c.extensions, e) } }
func bare(c *certificate)   { c.extensions = nil }
func valid(from, until time.Time) option {
	return func(c *certificate) { c.from, c.until = from, until }
}
func signed(s signature) option { return func(c *certificate) { c.algorithm = s } }

func oids(ids ...asn1.ObjectIdentifier) []asn1.ObjectIdentifier { return ids }
func period(from, until time.Time) [2]time.Time                 { return [2]time.Time{from, until} }
func list(certificates ...*certificate) []*certificate          { return certificates }

// Where something is wrong in root → intermediate → intermediate → server.
var places = []string{"root", "upper", "lower", "server"}

func chain(at string, options ...option) (trusted, shown []*certificate) {
	var of [4][]option
	for i, place := range places {
		if place == at {
			of[i] = options
		}
	}
	root := authority(nil, "CN=root", of[0]...)
	upper := authority(root, "CN=upper", of[1]...)
	lower := authority(upper, "CN=lower", of[2]...)
	return list(root), list(leaf(lower, of[3]...), lower, upper)
}

func (d *document) everywhere(name string, options ...option) {
	for _, place := range places {
		trusted, shown := chain(place, options...)
		d.add(place+": "+name, host, trusted, shown)
	}
}

func names(d *document) {
	root := authority(nil, "CN=root")
	sets := [][]string{
		{}, {"dns:" + host}, {"dns:STS.GoogleApis.com"}, {"dns:" + host + "."}, {"dns:*.googleapis.com"}, {"dns:*.com"}, {"dns:*"}, {"dns:*."},
		{"dns:*.*.com"}, {"dns:sts.*.com"}, {"dns:st*.googleapis.com"}, {"dns:*ts.googleapis.com"}, {"dns:s*s.googleapis.com"}, {"dns:**.googleapis.com"},
		{"dns:"}, {"dns:.googleapis.com"}, {"dns:googleapis.com"}, {"dns:*.sts.googleapis.com"}, {"dns:" + host + "\x00.evil.example"}, {"dns:evil.example", "dns:" + host},
		{"email:sts@" + host}, {"uri:https://" + host + "/"}, {"ip:127.0.0.1"}, {"ip:::1"}, {"dns:127.0.0.1"}, {"dns:::1"}, {"raw:\x7f\x00\x00\x01\xff\xff\xff\xff"},
		{"raw:\x7f\x00\x00"}, {"id:"}, {"dn:CN=" + host}, {"dns: " + host}, {"dns:sts_1.googleapis.com"}, {"dns:xn--sts-ab.googleapis.com"}, {"dns:st\u00e9.googleapis.com"},
		{"dns:*.0.0.1"}, {"ip:::ffff:127.0.0.1"},
	}
	hosts := []string{host, "STS.googleapis.com", "a." + host, "googleapis.com", "127.0.0.1", "[::1]", "127.0.0.2", "sts_1.googleapis.com"}
	for _, common := range []string{"O=server", "CN=" + host, "CN=127.0.0.1"} {
		for _, set := range sets {
			if common != "O=server" && len(set) > 0 && set[0] != "email:sts@"+host && set[0] != "ip:127.0.0.1" && set[0] != "dns:googleapis.com" && set[0] != "id:" {
				continue
			}
			server := leaf(root, func(c *certificate) { c.subject = name(12, common) }, extended(alternativeNames(false, set...)))
			if len(set) == 0 {
				server.extensions = server.extensions[:len(server.extensions)-1]
			}
			for _, h := range hosts {
				d.add(fmt.Sprintf("names: %s %q for %s", common, set, h), h, list(root), list(server))
			}
		}
	}
}

func purposes(d *document) {
	for label, set := range ordered([]labelled[[]asn1.ObjectIdentifier]{
		{"serverAuth", oids(serverAuth)}, {"any", oids(anyPurpose)}, {"client", oids(clientAuth)}, {"email", oids(emailProtection)}, {"client, server", oids(clientAuth, serverAuth)},
		{"email, any", oids(emailProtection, anyPurpose)}, {"unknown", oids(unknownPurpose)}, {"unknown, server", oids(unknownPurpose, serverAuth)}, {"none", oids()},
		{"OCSP", oids(ocspSigning)}, {"Microsoft's SGC", oids(microsoftSGC)}, {"Netscape's SGC", oids(netscapeSGC)},
	}) {
		d.everywhere("extKeyUsage "+label, extended(extKeyUsage(false, set...)))
	}
	d.everywhere("critical extKeyUsage email", extended(extKeyUsage(true, emailProtection)))
	for label, bits := range ordered([]labelled[byte]{
		{"certSign", certSign}, {"digitalSignature", digitalSignature}, {"both", certSign | digitalSignature}, {"keyEncipherment", 0x20}, {"keyAgreement", 8}, {"cRLSign", 2}, {"nothing", 0},
	}) {
		d.everywhere("keyUsage "+label, extended(keyUsage(bits)))
	}
	d.everywhere("no extension", bare)
	d.everywhere("is a CA", extended(basicConstraints(true, noPathLength)))
	d.everywhere("is no CA", extended(basicConstraints(false, noPathLength)))
	d.everywhere("is no CA with a path length", extended(basicConstraints(false, 0)))
}

func constraints(d *document) {
	sets := []struct{ permitted, excluded []string }{
		{[]string{"dns:googleapis.com"}, nil}, {[]string{"dns:" + host}, nil}, {[]string{"dns:.googleapis.com"}, nil}, {[]string{"dns:apis.com"}, nil}, {[]string{"dns:corp.example"}, nil},
		{[]string{"dns:corp.example", "dns:GOOGLEAPIS.com"}, nil}, {[]string{"dns:"}, nil}, {[]string{"dns:."}, nil}, {[]string{"dns:*.googleapis.com"}, nil}, {[]string{"dns:a..b"}, nil},
		{nil, []string{"dns:googleapis.com"}}, {nil, []string{"dns:" + host}}, {nil, []string{"dns:.googleapis.com"}}, {nil, []string{"dns:apis.com"}}, {nil, []string{"dns:corp.example"}},
		{nil, []string{"dns:"}}, {nil, []string{"dns:a." + host}}, {nil, []string{"dns:com"}}, {[]string{"dns:googleapis.com"}, []string{"dns:" + host}}, {[]string{"dns:com"}, []string{"dns:corp.com"}},
		{[]string{"mask:10.0.0.0/8"}, nil}, {nil, []string{"mask:10.0.0.0/8"}}, {[]string{"mask:0.0.0.0/0"}, nil}, {nil, []string{"mask:0.0.0.0/0"}}, {[]string{"mask:::/0"}, nil}, {[]string{"mask:fd00::/8", "mask:10.1.0.0/16"}, nil},
		{[]string{"raw:\x0a\x00\x00\x00"}, nil}, {[]string{"raw:\x0a\x00\x00\x00\xff\x00\xff\x00"}, nil},
		{[]string{"email:corp.example"}, nil}, {nil, []string{"email:corp.example"}}, {[]string{"email:joe@corp.example"}, nil}, {nil, []string{"email:joe@corp.example"}}, {nil, []string{"email:.example"}},
		{[]string{"uri:corp.example"}, nil}, {nil, []string{"uri:.example"}}, {[]string{"dn:O=server"}, nil}, {[]string{"dn:O=other"}, nil}, {nil, []string{"dn:O=server"}}, {[]string{"id:"}, nil},
		{[]string{"dns:googleapis.com", "dn:O=server"}, nil}, {nil, nil}, {[]string{}, nil}, {[]string{}, []string{"dns:corp.example"}},
	}
	shown := [][]string{
		{"dns:" + host}, {"dns:*.googleapis.com"}, {"dns:" + host, "dns:a.corp.example"}, {"dns:" + host, "ip:10.1.2.3"}, {"dns:" + host, "ip:fd00::1"}, {"dns:" + host, "email:joe@corp.example"},
		{"dns:" + host, "email:Joe@Corp.example"}, {"dns:" + host, "email:nobody"}, {"dns:" + host, "uri:spiffe://a.corp.example/x"}, {"dns:" + host, "uri:https://10.0.0.1/"}, {"dns:" + host, "uri:urn:x:y"}, {"dns:" + host, "dns:a b"}, {"dns:" + host, "dns:a..b"},
		{"dns:" + host, "dns:"}, {"dns:" + host, "dn:O=server"}, {"dns:" + host, "dns:b.example."},
	}
	for i, set := range sets {
		for k, names := range shown {
			relevant := k < 2 || i == 4 || i == 14 || i == 0 || i >= 20 && i < 35 && k >= 3 && k <= 10
			for _, place := range places[:2] {
				if !relevant || place == "upper" && k >= 2 {
					continue
				}
				for _, critical := range []bool{true, false} {
					if !critical && (k > 1 || i < 35 && i != 4) {
						continue
					}
					var of [2][]option
					of[map[string]int{"root": 0, "upper": 1}[place]] = []option{extended(nameConstraints(critical, set.permitted, set.excluded))}
					root := authority(nil, "CN=root", of[0]...)
					upper := authority(root, "CN=upper", of[1]...)
					server := leaf(upper, extended(alternativeNames(false, names...)))
					d.add(fmt.Sprintf("constraints %d: %s %v %q %q on %q", i, place, critical, set.permitted, set.excluded, names), host, list(root), list(server, upper))
				}
			}
		}
	}
	limited := extended(nameConstraints(true, []string{"dns:corp.example"}, nil))
	root := authority(nil, "CN=root", limited)
	upper := authority(root, "CN=upper", extended(alternativeNames(false, "dns:"+host)))
	d.add("constraints: an intermediate's own name is outside", "a.corp.example", list(root), list(leaf(upper, extended(alternativeNames(false, "dns:a.corp.example"))), upper))
	self := leaf(nil, limited)
	d.add("constraints: of a server's own certificate that is trusted", host, list(self), list(self))
	d.add("constraints: of the server's own certificate", host, list(authority(nil, "CN=root")), list(leaf(authority(nil, "CN=root"), limited)))
}

func pathLengths(d *document) {
	for _, length := range []int{0, 1, 2, 5} {
		d.everywhere(fmt.Sprintf("path length %d", length), extended(basicConstraints(true, length)))
	}
	for _, length := range []int{0, 1} {
		root := authority(nil, "CN=root", extended(basicConstraints(true, length)))
		again := authority(root, "CN=root", func(c *certificate) { c.key = ecKey("another") })
		below := authority(again, "CN=below")
		d.add(fmt.Sprintf("self-issued below path length %d", length), host, list(root), list(leaf(again), again))
		d.add(fmt.Sprintf("self-issued and one more below path length %d", length), host, list(root), list(leaf(below), below, again))
		d.add(fmt.Sprintf("none below path length %d", length), host, list(root), list(leaf(root)))
	}
	for _, depth := range []int{4, 6, 9} {
		root := authority(nil, "CN=root")
		shown, issuer := list(), root
		for i := range depth {
			issuer = authority(issuer, fmt.Sprintf("CN=at %d", i))
			shown = append(list(issuer), shown...)
		}
		d.add(fmt.Sprintf("%d intermediates", depth), host, list(root), append(list(leaf(issuer)), shown...))
	}
}

func times(d *document) {
	second := time.Second
	year := now.AddDate(-1, 0, 0)
	for label, p := range ordered([]labelled[[2]time.Time]{
		{"expired", period(year, now.Add(-second))}, {"in the future", period(now.Add(second), now.AddDate(1, 0, 0))}, {"ends now", period(year, now)}, {"begins now", period(now, now.AddDate(1, 0, 0))}, {"ends before it begins", period(now.AddDate(1, 0, 0), year)},
	}) {
		d.everywhere(label, valid(p[0], p[1]))
		self := leaf(nil, valid(p[0], p[1]))
		d.add("trusted server: "+label, host, list(self), list(self))
		issued := leaf(authority(nil, "CN=nobody"), valid(p[0], p[1]))
		d.add("trusted server, issued: "+label, host, list(issued), list(issued))
		over, renewed := authority(nil, "CN=root", valid(p[0], p[1])), authority(nil, "CN=root")
		d.add("root twice, one "+label, host, list(over, renewed), list(leaf(renewed)))
	}
}

func signatures(d *document) {
	for label, s := range ordered([]labelled[signature]{
		{"ECDSA with SHA-1", ecdsaSHA1}, {"ECDSA with SHA-224", ecdsaSHA224}, {"ECDSA with SHA-384", ecdsaSHA384}, {"ECDSA with SHA-512", ecdsaSHA512},
	}) {
		d.everywhere(label, signed(s))
	}
	for label, s := range ordered([]labelled[signature]{
		{"RSA with MD5", rsaMD5}, {"RSA with SHA-1", rsaSHA1}, {"RSA with SHA-224", rsaSHA224}, {"RSA with SHA-256", rsaSHA256}, {"RSA with SHA-512", rsaSHA512}, {"PSS with SHA-1", pssSHA1}, {"PSS with SHA-256", pssSHA256},
	}) {
		key := func(c *certificate) { c.key = rsa2048 }
		root := authority(nil, "CN=root", key)
		upper := authority(root, "CN=upper", key)
		d.add("server: "+label, host, list(root), list(leaf(upper, signed(s)), upper))
		weak := authority(root, "CN=upper", key, signed(s))
		d.add("upper: "+label, host, list(root), list(leaf(weak), weak))
		self := authority(nil, "CN=root", key, signed(s))
		d.add("root: "+label, host, list(self), list(leaf(self)))
	}
	for _, bits := range []int{1024} {
		key := rsaKey("small", bits)
		for _, place := range places[:3] {
			options := [3][]option{}
			options[map[string]int{"root": 0, "upper": 1, "lower": 2}[place]] = []option{func(c *certificate) { c.key = key }}
			root := authority(nil, "CN=root", options[0]...)
			upper := authority(root, "CN=upper", options[1]...)
			d.add(fmt.Sprintf("%s: RSA with %d bits", place, bits), host, list(root), list(leaf(upper, options[2]...), upper))
		}
	}
	root := authority(nil, "CN=root", func(c *certificate) { c.key = edKey("root") })
	d.add("Ed25519", host, list(root), list(leaf(root)))
	d.add("signed by another", host, list(authority(nil, "CN=root", func(c *certificate) { c.key = ecKey("other") })), list(leaf(authority(nil, "CN=root"))))
}

var rsa2048 = rsaKey("root", 2048)

func criticalExtensions(d *document) {
	values := map[int][]byte{
		14: text(4, "key"), 18: sequence(generalName("dns:x.example")), 31: sequence(), 32: sequence(sequence(object(anyPolicy))),
		33: sequence(sequence(object(oid(1, 2, 3)), object(oid(1, 2, 4)))), 35: sequence(), 36: sequence(text(0x80, "\x00")), 46: sequence(), 54: integer(big.NewInt(0)), 9: sequence(), 99: sequence(), 16: sequence(),
	}
	for _, number := range []int{9, 14, 16, 18, 31, 32, 33, 35, 36, 46, 54, 99} {
		for _, critical := range []bool{true, false} {
			d.everywhere(fmt.Sprintf("extension 2.5.29.%d, critical %v", number, critical), added(extension(oid(2, 5, 29, number), critical, values[number])))
		}
	}
	for label, id := range ordered([]labelled[asn1.ObjectIdentifier]{
		{"authorityInfoAccess", oid(1, 3, 6, 1, 5, 5, 7, 1, 1)}, {"subjectInfoAccess", oid(1, 3, 6, 1, 5, 5, 7, 1, 11)}, {"tlsFeature", oid(1, 3, 6, 1, 5, 5, 7, 1, 24)}, {"netscape-cert-type", oid(2, 16, 840, 1, 113730, 1, 1)}, {"unknown", oid(1, 2, 3, 4)},
	}) {
		d.everywhere("critical "+label, added(extension(id, true, sequence())))
	}
	for _, place := range places {
		trusted, shown := chain(place, extended(alternativeNames(true, "dn:CN=x")))
		d.add(place+": critical subjectAltName of a directory name", host, trusted, shown)
		trusted, shown = chain(place, extended(alternativeNames(true, "dns:"+host)))
		d.add(place+": critical subjectAltName", host, trusted, shown)
	}
}

var anyPolicy = oid(2, 5, 29, 32, 0)

func pools(d *document) {
	root, other := authority(nil, "CN=root"), authority(nil, "CN=other")
	upper := authority(root, "CN=upper")
	lower := authority(upper, "CN=lower")
	server := leaf(lower)
	d.add("all", host, list(root), list(server, lower, upper))
	d.add("root too", host, list(root), list(server, lower, upper, root))
	d.add("other order", host, list(root), list(server, upper, lower))
	d.add("twice", host, list(root), list(server, lower, lower, upper, upper))
	d.add("and another's", host, list(root), list(server, other, lower, upper))
	d.add("one missing", host, list(root), list(server, lower))
	d.add("nobody's", host, list(other), list(server, lower, upper))
	d.add("an intermediate is trusted", host, list(lower), list(server))
	d.add("an upper intermediate is trusted", host, list(upper), list(server, lower))
	d.add("an intermediate is trusted and shown", host, list(upper), list(server, lower, upper))
	cross := authority(other, "CN=root")
	d.add("cross-signed, this root", host, list(root), list(server, lower, upper, cross))
	d.add("cross-signed, other root", host, list(other), list(server, lower, upper, cross))
	d.add("cross-signed, both", host, list(other, root), list(server, lower, upper, cross))
	bad := authority(other, "CN=root", extended(extKeyUsage(false, emailProtection)))
	d.add("cross-signed for e-mail, this root", host, list(root), list(server, lower, upper, bad))
	d.add("cross-signed for e-mail, other root", host, list(other), list(server, lower, upper, bad))
	d.add("cross-signed for e-mail, both", host, list(other, root), list(server, lower, upper, bad))
	twin := authority(nil, "CN=root", func(c *certificate) { c.key = ecKey("twin") })
	d.add("two of a name", host, list(twin, root), list(server, lower, upper))
	d.add("two of a name, first", host, list(root, twin), list(leaf(twin)))
	mail := authority(nil, "CN=root", extended(extKeyUsage(false, emailProtection)))
	d.add("one key for e-mail and for all", host, list(mail, root), list(server, lower, upper))
	for label, self := range ordered([]labelled[*certificate]{
		{"good", leaf(nil)}, {"for another", leaf(nil, extended(alternativeNames(false, "dns:other.example")))}, {"for e-mail", leaf(nil, extended(extKeyUsage(false, emailProtection)))},
		{"critical", leaf(nil, added(extension(oid(1, 2, 3), true, sequence())))}, {"a CA", leaf(nil, extended(basicConstraints(true, 0)))}, {"SHA-1", leaf(nil, signed(ecdsaSHA1))}, {"version 1", leaf(nil, bare, func(c *certificate) { c.version = 1 })},
	}) {
		d.add("trusted server: "+label, host, list(self), list(self))
		d.add("trusted server issues: "+label, host, list(self), list(leaf(self, func(c *certificate) { c.key = ecKey("below") }), self))
		d.add("self-signed server: "+label, host, list(root), list(self))
	}
	direct := leaf(root)
	d.add("server and its root are trusted", host, list(direct, root), list(direct))
	d.add("a server issues", host, list(root), list(leaf(direct, func(c *certificate) { c.key = ecKey("below") }), direct))
	old := authority(nil, "CN=root", bare, func(c *certificate) { c.version = 1 })
	d.add("a root of version 1", host, list(old), list(leaf(old)))
	older := authority(root, "CN=upper", bare, func(c *certificate) { c.version = 1 })
	d.add("an intermediate of version 1", host, list(root), list(leaf(older), older))
	d.add("nothing trusted", host, list(leaf(root, func(c *certificate) { c.trailing = []byte{0} })), list(server))
	loop := authority(authority(nil, "CN=b"), "CN=a")
	back := authority(authority(nil, "CN=a"), "CN=b")
	d.add("a loop", host, list(root), list(leaf(loop), loop, back))
}

func unreadable(d *document) {
	for _, number := range []int{15, 17, 19, 30, 33, 36, 37, 54} {
		d.everywhere(fmt.Sprintf("extension 2.5.29.%d is no DER", number), extended(extension(oid(2, 5, 29, number), number == 19, []byte{0x30, 9, 1})))
	}
	for _, number := range []int{33, 36, 54} {
		d.everywhere(fmt.Sprintf("critical extension 2.5.29.%d is no DER", number), extended(extension(oid(2, 5, 29, number), true, []byte{0x30, 9, 1})))
	}
	policy := func(requirement []byte) option {
		return extended(extension(oid(2, 5, 29, 36), true, sequence(requirement)))
	}
	d.everywhere("an explicit policy is required", policy(text(0x80, "\x00")))
}
