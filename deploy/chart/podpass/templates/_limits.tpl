{{/* A right of podpass's service account, and the admission policy that limits it: podpass.WHAT.rules and podpass.WHAT.policy. */}}
{{- define "podpass.limitedRole" -}}
{{- $what := index . 1 }}
{{- with index . 0 }}
{{- $root := . }}
{{- $name := printf "%s-%s" (include "podpass.fullname" .) $what }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ $name }}
  labels:
    {{- include "podpass.labels" . | nindent 4 }}
rules:
  {{- include (printf "podpass.%s.rules" $what) . | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ $name }}
  labels:
    {{- include "podpass.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ $name }}
subjects:
  - kind: ServiceAccount
    name: {{ include "podpass.serviceAccount" . }}
    namespace: {{ .Release.Namespace }}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: {{ $name }}
  labels:
    {{- include "podpass.labels" . | nindent 4 }}
  annotations:
    argocd.argoproj.io/sync-wave: "-1"
spec:
  {{- include (printf "podpass.%s.policy" $what) . | nindent 2 }}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {{ $name }}
  labels:
    {{- include "podpass.labels" . | nindent 4 }}
  annotations:
    argocd.argoproj.io/sync-wave: "-1"
spec:
  policyName: {{ $name }}
  validationActions: [Deny]
{{- range list "ValidatingAdmissionPolicy" "ValidatingAdmissionPolicyBinding" }}
---
# Helm makes the policy after the ClusterRole. This one is made before all else, and removed at once: where a policy cannot be
# made, the install ends here, and the role is never without its limit. Argo CD has the sync wave for that order, and
# skips the hook, which it would make and remove at each sync.
apiVersion: admissionregistration.k8s.io/v1
kind: {{ . }}
metadata:
  name: {{ $name }}-trial
  labels:
    {{- include "podpass.labels" $root | nindent 4 }}
  annotations:
    argocd.argoproj.io/hook: Skip
    helm.sh/hook: pre-install,pre-upgrade,pre-rollback
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded,hook-failed
spec:
  {{- if hasSuffix "Binding" . }}
  policyName: {{ $name }}-trial
  validationActions: [Deny]
  {{- else }}
  {{- include (printf "podpass.%s.policy" $what) $root | nindent 2 }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}
