// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// The executable needs the loader and libc.so.6 alone; BusyBox has nsenter, which the installer enters the node with.
var (
	wanted = regexp.MustCompile(`^usr/lib/[^/]+/(ld-linux-[^/]+|libc)\.so\.\d+$|^usr/bin/busybox$|^usr/share/doc/[^/]+/copyright$`)
	loader = regexp.MustCompile(`^usr/lib/[^/]+/ld-linux-[^/]+$`)
	// Debian's postinst makes the bundle of them; the executable has no certificates of its own.
	root    = regexp.MustCompile(`^usr/share/ca-certificates/mozilla/[^/]+\.crt$`)
	applets = []string{"httpd", "nsenter", "sh", "sleep"}
	// Httpd runs what is in cgi-bin of its home, and takes settings from each directory: its home has these links alone.
	metrics = []string{"node.prom", "podpass.prom"}
)

// Debian's files: a merged /usr, and what scanners look for to know packages by.
func (b build) system(architecture string) (v1.Layer, error) {
	layer := newLayer(b.created)
	for _, link := range []string{"bin", "lib", "lib64"} {
		layer.link(link, "usr/"+link)
	}
	for _, applet := range applets {
		layer.link("usr/bin/"+applet, "busybox")
	}
	for _, file := range metrics {
		layer.link("usr/share/podpass/metrics/"+file, "/metrics/"+file)
	}
	layer.directory("tmp", 0o1777)
	var roots []byte
	for _, pinned := range packagesFor(architecture) {
		content, err := pinned.bytes(b.mirror, b.cache)
		if err != nil {
			return nil, err
		}
		err = visit(content, "data.tar", func(header *tar.Header, data []byte) error {
			if root.MatchString(header.Name) {
				roots = append(roots, data...)
			}
			return layer.systemFile(header, data)
		})
		if err != nil {
			return nil, err
		}
		err = visit(content, "control.tar", func(header *tar.Header, data []byte) error {
			if header.Name == "control" {
				layer.file("var/lib/dpkg/status.d/"+pinned.name(), data, 0o644)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	layer.file("etc/ssl/certs/ca-certificates.crt", roots, 0o644)
	return layer.build()
}

func (l *layer) systemFile(header *tar.Header, data []byte) error {
	if header.Typeflag != tar.TypeReg || !wanted.MatchString(header.Name) {
		return nil
	}
	l.file(header.Name, data, header.FileInfo().Mode().Perm())
	if loader.MatchString(header.Name) {
		// Where executables name it: /lib64 on amd64, /lib on arm64.
		base := path.Base(header.Name)
		directory := "usr/lib64/"
		if strings.Contains(base, "aarch64") {
			directory = "usr/lib/"
		}
		l.link(directory+base, "/"+header.Name)
	}
	return nil
}

// The executable, and the licences of what is in it.
func (b build) program(executable string) (v1.Layer, error) {
	layer := newLayer(b.created)
	content, err := os.ReadFile(executable)
	if err != nil {
		return nil, err
	}
	layer.file("usr/bin/podpass", content, 0o755)
	layer.link("usr/bin/docker-credential-podpass", "podpass")
	licences := os.DirFS(b.licences)
	found := 0
	err = fs.WalkDir(licences, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(licences, name)
		found++
		layer.file("usr/share/doc/podpass/"+name, text, 0o644)
		return err
	})
	if err == nil && found == 0 {
		err = fmt.Errorf("%s has no licences", b.licences)
	}
	if err != nil {
		return nil, err
	}
	return layer.build()
}
