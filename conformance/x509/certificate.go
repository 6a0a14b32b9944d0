// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	_ "crypto/md5"
	"crypto/rsa"
	_ "crypto/sha1"
	"crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"time"
)

// now is when every verdict is given.
var now = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// A certificate that may be wrong in any way: crypto/x509 would not make most of these.
type certificate struct {
	subject    []byte // DER; empty for no attribute
	issuer     *certificate
	key        crypto.Signer
	algorithm  signature
	version    int
	serial     *big.Int
	from       time.Time
	until      time.Time
	extensions [][]byte
	trailing   []byte
	encoded    []byte
}

type signature struct {
	oid  asn1.ObjectIdentifier
	hash crypto.Hash
	null bool
	pss  bool
}

var (
	ecdsaSHA1   = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 1}, hash: crypto.SHA1}
	ecdsaSHA224 = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 1}, hash: crypto.SHA224}
	ecdsaSHA256 = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}, hash: crypto.SHA256}
	ecdsaSHA384 = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}, hash: crypto.SHA384}
	ecdsaSHA512 = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}, hash: crypto.SHA512}
	rsaMD5      = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 4}, hash: crypto.MD5, null: true}
	rsaSHA1     = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}, hash: crypto.SHA1, null: true}
	rsaSHA224   = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 14}, hash: crypto.SHA224, null: true}
	rsaSHA256   = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, hash: crypto.SHA256, null: true}
	rsaSHA512   = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}, hash: crypto.SHA512, null: true}
	pssSHA1     = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}, hash: crypto.SHA1, pss: true}
	pssSHA256   = signature{oid: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}, hash: crypto.SHA256, pss: true}
	ed25519Sign = signature{oid: asn1.ObjectIdentifier{1, 3, 101, 112}}
)

func (s signature) der() []byte {
	parameters := []byte{}
	if s.null {
		parameters = element(5)
	}
	if s.pss {
		parameters = pssParameters(s.hash)
	}
	return sequence(object(s.oid), parameters)
}

func pssParameters(hash crypto.Hash) []byte {
	digest := sequence(object(asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}), element(5))
	if hash == crypto.SHA256 {
		digest = sequence(object(asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}), element(5))
	}
	mgf := sequence(object(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}), digest)
	return sequence(element(0xa0, digest), element(0xa1, mgf), element(0xa2, integer(big.NewInt(int64(hash.Size())))))
}

func (s signature) sign(key crypto.Signer, message []byte) []byte {
	var options crypto.SignerOpts = s.hash
	digest := message
	if s.hash != 0 {
		h := s.hash.New()
		h.Write(message)
		digest = h.Sum(nil)
	}
	if s.pss {
		options = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: s.hash}
		return must(key.Sign(&stream{name: string(digest)}, digest, options))
	}
	return must(key.Sign(nil, digest, options))
}

// der encodes and signs it, once.
func (c *certificate) der() []byte {
	if c.encoded != nil {
		return c.encoded
	}
	issuer, signer := c.subject, c.key
	if c.issuer != nil {
		issuer, signer = c.issuer.subject, c.issuer.key
	}
	parts := [][]byte{
		integer(c.serial), c.algorithm.der(), issuer,
		sequence(utcTime(c.from), utcTime(c.until)),
		c.subject, must(x509.MarshalPKIXPublicKey(c.key.Public())),
	}
	if c.version > 1 {
		parts = append([][]byte{element(0xa0, integer(big.NewInt(int64(c.version-1))))}, parts...)
	}
	if len(c.extensions) > 0 {
		parts = append(parts, element(0xa3, sequence(c.extensions...)))
	}
	tbs := sequence(parts...)
	bits := append([]byte{0}, c.algorithm.sign(signer, tbs)...)
	c.encoded = append(sequence(tbs, c.algorithm.der(), element(3, bits)), c.trailing...)
	return c.encoded
}

func ecKey(name string) crypto.Signer {
	d := sha256.Sum256([]byte(name))
	d[0] = 0 // below the order of the curve
	return must(ecdsa.ParseRawPrivateKey(elliptic.P256(), d[:]))
}

func edKey(name string) crypto.Signer {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

// rsaKey makes the same key from the same name, which rsa.GenerateKey does not.
func rsaKey(name string, bits int) crypto.Signer {
	random := &stream{name: name}
	e := big.NewInt(65537)
	one := big.NewInt(1)
	var primes []*big.Int
	for len(primes) < 2 {
		candidate := make([]byte, bits/16)
		random.Read(candidate)
		candidate[0] |= 0xc0
		candidate[len(candidate)-1] |= 1
		p := new(big.Int).SetBytes(candidate)
		if p.ProbablyPrime(20) && new(big.Int).Mod(new(big.Int).Sub(p, one), e).Sign() != 0 {
			primes = append(primes, p)
		}
	}
	p, q := primes[0], primes[1]
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: 65537},
		D:         new(big.Int).ModInverse(e, phi),
		Primes:    primes,
	}
	key.Precompute()
	return key
}

// A stream of bytes that are always the same.
type stream struct {
	name    string
	counter byte
	rest    []byte
}

func (s *stream) Read(p []byte) (int, error) {
	for len(s.rest) < len(p) {
		block := sha256.Sum256([]byte{s.counter, byte(len(s.rest)), byte(len(s.name))})
		block = sha256.Sum256(append(block[:], s.name...))
		s.counter++
		if s.counter == 0 {
			s.name += "x"
		}
		s.rest = append(s.rest, block[:]...)
	}
	copy(p, s.rest)
	s.rest = s.rest[len(p):]
	return len(p), nil
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
