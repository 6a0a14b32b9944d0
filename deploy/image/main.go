// SPDX-License-Identifier: Apache-2.0

// Command image writes podpass's container image as an OCI layout, and pushes it.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("image: ")
	var b build
	executables := map[string]*string{}
	for _, architecture := range []string{"amd64", "arm64"} {
		executables[architecture] = flag.String(architecture, "", "podpass's `executable` for "+architecture)
	}
	output := flag.String("layout", "", "write an OCI layout to this `directory`")
	reference := flag.String("name", "", "the image's `name` in the layout")
	push := flag.String("push", "", "push to this `name`")
	created := flag.String("created", "", "the `time` of everything")
	flag.StringVar(&b.version, "version", "", "podpass's `version`")
	flag.StringVar(&b.revision, "revision", "", "the commit's `hash`")
	flag.StringVar(&b.mirror, "mirror", "", "Debian's mirror, a `URL`")
	flag.StringVar(&b.cache, "cache", "", "keep Debian's packages in this `directory`")
	flag.StringVar(&b.licences, "licences", "", "the `directory` of podpass's licences")
	flag.Parse()
	var err error
	b.created, err = time.Parse(time.RFC3339, *created)
	check(err)

	index, err := b.index(executables)
	check(err)
	check(write(index, *output, *reference))
	digest, err := index.Digest()
	check(err)
	fmt.Println(digest)
	if *push != "" {
		target, err := name.ParseReference(*push)
		check(err)
		check(remote.WriteIndex(target, index, remote.WithAuthFromKeychain(authn.DefaultKeychain)))
	}
}

// Names for ctr and for other readers of layouts.
func write(index v1.ImageIndex, directory, reference string) error {
	path, err := layout.Write(directory, empty.Index)
	if err != nil {
		return err
	}
	return path.AppendIndex(index, layout.WithAnnotations(map[string]string{
		"io.containerd.image.name":          reference,
		"org.opencontainers.image.ref.name": reference,
	}))
}

func check(err error) {
	if err != nil {
		log.Print(err)
		os.Exit(1)
	}
}
