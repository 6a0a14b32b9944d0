package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	_ "unsafe" // for go:linkname

	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/credentialprovider/plugin"
	"k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/token"
	"k8s.io/kubernetes/pkg/util/parsers"
)

// Kubelet registers its plugins once in its life. A program that is many kubelets, one after the other, forgets them.

//go:linkname registered k8s.io/kubernetes/pkg/credentialprovider/plugin.providers
var registered []any

//go:linkname readConfig k8s.io/kubernetes/pkg/credentialprovider/plugin.readCredentialProviderConfig
func readConfig(path string) (*config.CredentialProviderConfig, string, error)

//go:linkname registeredNames k8s.io/kubernetes/pkg/credentialprovider/plugin.seenProviderNames
var registeredNames sets.String

// answer is what a kubelet does with a configuration: it does not start, or it has entries, and pulls.
type answer struct {
	Refused string                      `json:"refused,omitempty"`
	Entries []config.CredentialProvider `json:"entries"`
	Lookups []lookup                    `json:"lookups"`
}

// serve is a kubelet for each line of standard input.
func serve(o options, out io.Writer) error {
	log, err := captureLog(o.verbosity)
	if err != nil {
		return err
	}
	if err := enableFeatures(); err != nil {
		return err
	}
	lines, enc := bufio.NewScanner(os.Stdin), json.NewEncoder(out)
	for lines.Scan() {
		if n, err := fmt.Sscan(lines.Text(), &o.config, &o.manifest); n != 2 {
			return fmt.Errorf("%q: %w", lines.Text(), err)
		}
		a, err := pullOnce(o, log)
		if err != nil {
			return err
		}
		if err := enc.Encode(a); err != nil {
			return err
		}
	}
	return lines.Err()
}

func pullOnce(o options, log *logLines) (answer, error) {
	registered, registeredNames = nil, sets.NewString()
	cluster, err := newCluster(o)
	if err != nil {
		return answer{}, err
	}
	tokens := token.NewManager(cluster.client)
	err = plugin.RegisterCredentialProviderPlugins(o.config, o.binDir, tokens.GetServiceAccountToken, cluster.serviceAccount)
	if err != nil {
		return answer{Refused: err.Error()}, nil
	}
	read, _, err := readConfig(o.config)
	if err != nil {
		return answer{}, err
	}
	a := answer{Entries: read.Providers}
	for _, p := range cluster.pulls() {
		log.lines = nil
		l, err := p.lookup(true)
		klog.Flush()
		if err != nil {
			l = lookup{Pod: p.pod.Namespace + "/" + p.pod.Name, Image: p.image, Log: "invalid image: " + err.Error()}
		} else {
			l.Repository, _, _, _ = parsers.ParseImageName(p.image)
			l.Log = strings.Join(log.lines, "\n")
		}
		a.Lookups = append(a.Lookups, l)
	}
	return a, nil
}
