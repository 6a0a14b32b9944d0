// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// All that an image is made of.
type build struct {
	version, revision, mirror, cache, licences string
	created                                    time.Time
}

// An index of an image for each architecture that has an executable.
func (b build) index(executables map[string]*string) (v1.ImageIndex, error) {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, architecture := range []string{"amd64", "arm64"} {
		if *executables[architecture] == "" {
			continue
		}
		image, err := b.image(architecture, *executables[architecture])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", architecture, err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add:        image,
			Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: architecture}},
		})
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return nil, err
	}
	if len(manifest.Manifests) == 0 {
		return nil, fmt.Errorf("no executable is given")
	}
	return mutate.Annotations(index, b.annotations()).(v1.ImageIndex), nil
}

// Debian's files are a layer of their own, which a new version of podpass leaves as it is.
func (b build) image(architecture, executable string) (v1.Image, error) {
	system, err := b.system(architecture)
	if err != nil {
		return nil, err
	}
	program, err := b.program(executable)
	if err != nil {
		return nil, err
	}
	image := mutate.MediaType(empty.Image, types.OCIManifestSchema1)
	image = mutate.ConfigMediaType(image, types.OCIConfigJSON)
	image, err = mutate.ConfigFile(image, &v1.ConfigFile{
		OS:           "linux",
		Architecture: architecture,
		Created:      v1.Time{Time: b.created},
		RootFS:       v1.RootFS{Type: "layers"},
		Config: v1.Config{
			Entrypoint: []string{"podpass"},
			Env:        []string{"PATH=/usr/bin"},
			Labels:     b.annotations(),
			// What it does to a node only root may do.
			User: "0:0",
		},
	})
	if err != nil {
		return nil, err
	}
	image, err = mutate.Append(image, b.addendum("Debian", system), b.addendum("podpass", program))
	if err != nil {
		return nil, err
	}
	return mutate.Annotations(image, b.annotations()).(v1.Image), nil
}

func (b build) addendum(from string, layer v1.Layer) mutate.Addendum {
	return mutate.Addendum{
		Layer:     layer,
		MediaType: types.OCILayer,
		History:   v1.History{Created: v1.Time{Time: b.created}, CreatedBy: "deploy/image", Comment: from},
	}
}

// As the OCI image specification names them.
func (b build) annotations() map[string]string {
	annotations := map[string]string{
		"created":     b.created.Format(time.RFC3339),
		"version":     b.version,
		"title":       "podpass",
		"description": "A kubelet image credential provider, and what installs it on nodes",
		"licenses":    "Apache-2.0 AND GPL-2.0-only AND LGPL-2.1-or-later",
		"vendor":      "podpass",
	}
	if b.revision != "" {
		annotations["revision"] = b.revision
	}
	named := map[string]string{}
	for key, value := range annotations {
		named["org.opencontainers.image."+key] = value
	}
	return named
}
