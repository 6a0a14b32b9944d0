// SPDX-License-Identifier: Apache-2.0

// Command types reads manifests from stdin as the API server's types, and fails on a field that they do not have.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	admission "k8s.io/api/admissionregistration/v1"
	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	rbac "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"
)

var kinds = map[string]func() any{
	"admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy": func() any {
		return &admission.ValidatingAdmissionPolicy{}
	},
	"admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding": func() any {
		return &admission.ValidatingAdmissionPolicyBinding{}
	},
	"apps/v1 DaemonSet":                               func() any { return &apps.DaemonSet{} },
	"rbac.authorization.k8s.io/v1 ClusterRole":        func() any { return &rbac.ClusterRole{} },
	"rbac.authorization.k8s.io/v1 ClusterRoleBinding": func() any { return &rbac.ClusterRoleBinding{} },
	"v1 ConfigMap":                                    func() any { return &core.ConfigMap{} },
	"v1 Namespace":                                    func() any { return &core.Namespace{} },
	"rbac.authorization.k8s.io/v1 Role":               func() any { return &rbac.Role{} },
	"rbac.authorization.k8s.io/v1 RoleBinding":        func() any { return &rbac.RoleBinding{} },
	"v1 ResourceQuota":                                func() any { return &core.ResourceQuota{} },
	"v1 ServiceAccount":                               func() any { return &core.ServiceAccount{} },
}

func main() {
	input, err := io.ReadAll(os.Stdin)
	check(err)
	for document := range strings.SplitSeq("\n"+string(input), "\n---") {
		var head struct{ APIVersion, Kind string }
		check(yaml.Unmarshal([]byte(document), &head))
		if head.Kind == "" || strings.HasPrefix(head.APIVersion, "monitoring.coreos.com/") {
			continue
		}
		kind, known := kinds[head.APIVersion+" "+head.Kind]
		if !known {
			check(fmt.Errorf("there is no type for %s %s", head.APIVersion, head.Kind))
		}
		if err := yaml.UnmarshalStrict([]byte(document), kind()); err != nil {
			check(fmt.Errorf("%s: %w", head.Kind, err))
		}
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "types:", err)
		os.Exit(1)
	}
}
