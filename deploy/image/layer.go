// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// A layer whose bytes depend on its files alone: root owns all, everything has one time, names are in order.
type layer struct {
	time    time.Time
	entries map[string]entry
}

type entry struct {
	header tar.Header
	data   []byte
}

func newLayer(time time.Time) *layer {
	return &layer{time, map[string]entry{}}
}

func (l *layer) file(name string, data []byte, mode fs.FileMode) {
	l.add(tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: int64(mode), Size: int64(len(data))}, data)
}

func (l *layer) link(name, target string) {
	l.add(tar.Header{Typeflag: tar.TypeSymlink, Name: name, Mode: 0o777, Linkname: target}, nil)
}

func (l *layer) directory(name string, mode int64) {
	l.add(tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: mode}, nil)
}

func (l *layer) add(header tar.Header, data []byte) {
	header.ModTime = l.time
	header.Format = tar.FormatUSTAR
	l.entries[header.Name] = entry{header, data}
	if parent := path.Dir(header.Name); parent != "." {
		if _, there := l.entries[parent]; !there {
			l.directory(parent, 0o755)
		}
	}
}

func (l *layer) build() (v1.Layer, error) {
	var archive bytes.Buffer
	writer := tar.NewWriter(&archive)
	for _, name := range slices.Sorted(maps.Keys(l.entries)) {
		entry := l.entries[name]
		if entry.header.Typeflag == tar.TypeDir {
			entry.header.Name += "/"
		}
		if err := writer.WriteHeader(&entry.header); err != nil {
			return nil, err
		}
		if _, err := writer.Write(entry.data); err != nil {
			return nil, err
		}
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(archive.Bytes())), nil }
	return tarball.LayerFromOpener(open,
		tarball.WithCompressionLevel(gzip.DefaultCompression),
		tarball.WithMediaType(types.OCILayer),
		tarball.WithCompressedCaching)
}
