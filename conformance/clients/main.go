// SPDX-License-Identifier: Apache-2.0

// Command clients pushes an image, or pulls one, as crane does: with the credential helpers of config.json. Or it is the
// registry that keeps them, or has another command make its connections to a server with post-quantum key exchange.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/crane"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/random"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("clients push|pull IMAGE, clients serve, clients hybrid COMMAND [ARGUMENT...]")
	}
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		log.Fatal(err)
	}
}

func run(action string, arguments []string) error {
	switch action {
	case "serve":
		return serve()
	case "hybrid":
		return hybrid(arguments)
	}
	return transfer(action, arguments[0])
}

// serve is a registry in memory, which asks for no credentials, at the address that it prints, until stdin ends.
func serve() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + listener.Addr().String())
	go http.Serve(listener, registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func transfer(action, image string) error {
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
