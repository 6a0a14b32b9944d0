// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestPackageIsFetchedOnceAndChecked(t *testing.T) {
	var asked []string
	mirror := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		fmt.Fprint(w, "content")
	}))
	defer mirror.Close()
	cache := t.TempDir()
	good := debianPackage{fmt.Sprintf("%x", sha256.Sum256([]byte("content"))), "pool/x_1+b1_amd64.deb"}
	for range 2 {
		if content, err := good.bytes(mirror.URL+"/debian/", cache); err != nil || string(content) != "content" {
			t.Fatalf("%q, %v", content, err)
		}
	}
	if got := strings.Join(asked, " "); got != "/debian/pool/x_1+b1_amd64.deb" {
		t.Errorf("the mirror was asked for %q", got)
	}
}

func TestPackageWithOtherBytesIsRefused(t *testing.T) {
	mirror := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "evil") }))
	defer mirror.Close()
	cache := t.TempDir()
	pinned := debianPackage{strings.Repeat("0", 64), "pool/x_1_amd64.deb"}
	if _, err := pinned.bytes(mirror.URL, cache); err == nil || !strings.Contains(err.Error(), "is pinned") {
		t.Errorf("from a mirror: %v", err)
	}
	if entries, _ := os.ReadDir(cache); len(entries) != 0 {
		t.Errorf("kept %v", entries)
	}
	kept := filepath.Join(cache, "x_1_amd64.deb")
	if err := os.WriteFile(kept, []byte("evil"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := pinned.bytes(mirror.URL, cache); err == nil || !strings.Contains(err.Error(), kept) {
		t.Errorf("from the cache: %v", err)
	}
}

func TestEachArchitectureHasItsPackages(t *testing.T) {
	for _, architecture := range []string{"amd64", "arm64"} {
		var names []string
		for _, pinned := range packagesFor(architecture) {
			names = append(names, pinned.name())
			if len(pinned.sha256) != 64 || !regexp.MustCompile("_("+architecture+"|all)[.]deb$").MatchString(pinned.path) {
				t.Errorf("%+v", pinned)
			}
		}
		if got := strings.Join(names, " "); got != "busybox-static ca-certificates libc6" {
			t.Errorf("%s: %s", architecture, got)
		}
	}
}
