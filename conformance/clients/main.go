// SPDX-License-Identifier: Apache-2.0

// Command clients pushes an image, or pulls one, as crane does: with the credential helpers of config.json. Or it has
// another command make its connections to a server with post-quantum key exchange.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/google/go-containerregistry/pkg/crane"
	"github.com/google/go-containerregistry/pkg/v1/random"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("clients push|pull IMAGE, clients hybrid COMMAND [ARGUMENT...]")
	}
	if os.Args[1] == "hybrid" {
		if err := hybrid(os.Args[2:]); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(action, image string) error {
	switch action {
	case "push":
		content, err := random.Image(1024, 2)
		if err != nil {
			return err
		}
		return crane.Push(content, image)
	case "pull":
		content, err := crane.Pull(image)
		if err != nil {
			return err
		}
		layers, err := content.Layers()
		if err != nil {
			return err
		}
		for _, layer := range layers {
			stream, err := layer.Uncompressed()
			if err != nil {
				return err
			}
			stream.Close()
		}
		fmt.Println(len(layers))
		return nil
	}
	return fmt.Errorf("%q is neither push nor pull", action)
}
