// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"pault.ag/go/debian/deb"
)

//go:embed packages.txt
var packages string

// A package of Debian, pinned.
type debianPackage struct {
	sha256, path string
}

func packagesFor(architecture string) (found []debianPackage) {
	for line := range strings.Lines(packages) {
		if words := strings.Fields(line); len(words) == 3 && words[0] == architecture {
			found = append(found, debianPackage{words[1], words[2]})
		}
	}
	return found
}

func (p debianPackage) name() string {
	name, _, _ := strings.Cut(filepath.Base(p.path), "_")
	return name
}

// The file's bytes, which are those that were pinned.
func (p debianPackage) bytes(mirror, cache string) ([]byte, error) {
	kept := filepath.Join(cache, filepath.Base(p.path))
	content, err := os.ReadFile(kept)
	if err == nil {
		return content, p.check(content, kept)
	}
	url := strings.TrimSuffix(mirror, "/") + "/" + strings.ReplaceAll(p.path, "+", "%2b")
	response, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, response.Status)
	}
	content, err = io.ReadAll(io.LimitReader(response.Body, 64<<20))
	if err != nil {
		return nil, err
	}
	if err := p.check(content, url); err != nil {
		return nil, err
	}
	return content, errors.Join(os.MkdirAll(cache, 0o755), os.WriteFile(kept, content, 0o644))
}

func (p debianPackage) check(content []byte, from string) error {
	if found := fmt.Sprintf("%x", sha256.Sum256(content)); found != p.sha256 {
		return fmt.Errorf("%s has SHA-256 %s, and %s is pinned", from, found, p.sha256)
	}
	return nil
}

// Calls visit with each regular file and link of a member of the package, which begins with prefix.
func visit(content []byte, prefix string, visit func(*tar.Header, []byte) error) error {
	archive, err := deb.LoadAr(bytes.NewReader(content))
	if err != nil {
		return err
	}
	for {
		entry, err := archive.Next()
		if err != nil {
			return fmt.Errorf("%s: %w", prefix, err)
		}
		if !strings.HasPrefix(entry.Name, prefix) {
			continue
		}
		files, closer, err := entry.Tarfile()
		if err != nil {
			return err
		}
		defer closer.Close()
		for {
			header, err := files.Next()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			header.Name = strings.TrimPrefix(header.Name, "./")
			data, err := io.ReadAll(files)
			if err != nil {
				return err
			}
			if err := visit(header, data); err != nil {
				return err
			}
		}
	}
}
