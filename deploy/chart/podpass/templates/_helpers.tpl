{{- define "podpass.labels" -}}
{{ include "podpass.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ include "podpass.set" . }}
{{- end }}
{{- end }}

{{/* A map without what null unsets. */}}
{{- define "podpass.set" -}}
{{- $set := dict -}}
{{- range $name, $value := . -}}
{{- if not (kindIs "invalid" $value) }}{{ $_ := set $set $name $value }}{{ end -}}
{{- end -}}
{{- with $set }}{{ toYaml . }}{{ end -}}
{{- end }}

{{- define "podpass.fullname" -}}
{{- $own := contains .Chart.Name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) -}}
{{- .Values.fullnameOverride | default $own | trunc 52 | trimSuffix "-" -}}
{{- end }}

{{- define "podpass.serviceAccount" -}}
{{- $given := .Values.serviceAccount.name -}}
{{- if not (or $given .Values.serviceAccount.create) -}}
{{- fail "serviceAccount.create is false, and serviceAccount.name names none; hint: set serviceAccount.name" -}}
{{- end -}}
{{- $given | default (include "podpass.fullname" .) -}}
{{- end }}

{{- define "podpass.selector" -}}
app.kubernetes.io/name: podpass
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Another name: the pods of the two DaemonSets must not be taken for each other's. */}}
{{- define "podpass.metricsSelector" -}}
app.kubernetes.io/name: podpass-metrics
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "podpass.image" -}}
{{- with .Values.image -}}
{{- if and .tag .digest -}}
{{- fail "image.tag and image.digest are both set, and the digest alone would count; hint: set one of them" -}}
{{- end -}}
{{- /* A host without a dot, or an address, may be the node's loopback, where a pod on the host's network can answer. */ -}}
{{- $first := first (splitList "/" .repository) -}}
{{- $isHost := and (contains "/" .repository) (regexMatch `[.:A-Z\[]|^localhost$` $first) -}}
{{- $host := regexReplaceAll ":[0-9]*$" (lower $first) "" -}}
{{- $refused := `^[^.]*$|[:\[]|(^|\.)(localhost|localdomain[0-9]*|[0-9]+|0x[0-9a-f]*)\.?$` -}}
{{- if and $isHost (regexMatch $refused $host) (ne .pullPolicy "Never") -}}
{{- fail (printf "image.repository %s may be a registry of the node's loopback, where any pod on the host's network can serve another image; hint: set image.repository to a host name with a dot, or image.pullPolicy=Never" .repository) -}}
{{- end -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{/* An uninstall that waits for pods to be deleted by hand would remove the chart before podpass. */}}
{{- define "podpass.updateStrategy" -}}
{{- eq .Values.mode "uninstall" | ternary "RollingUpdate" .Values.updateStrategy.type -}}
{{- end }}

{{/* Whether podpass speaks to the API server, to remove the taint of its node. */}}
{{- define "podpass.removesTaint" -}}
{{- if .Values.startupTaint.enabled }}true{{ end -}}
{{- end }}

{{/* Whether podpass writes Events on pods. */}}
{{- define "podpass.writesEvents" -}}
{{- if and .Values.events.enabled (eq .Values.mode "install") -}}
{{- if not .Values.auditLog.directory -}}
{{- fail "events.enabled needs the audit log; hint: set auditLog.directory" -}}
{{- end -}}
true
{{- end -}}
{{- end }}

{{/* The options, with those that the metrics need. */}}
{{- define "podpass.options" -}}
{{- $options := include "podpass.set" .Values.options | fromYaml -}}
{{- if and $options.replace $options.first -}}
{{- fail "options.replace and options.first are both set; hint: set options.first=false" -}}
{{- end -}}
{{- range $name, $bounds := .Files.Get "files/durations.json" | fromJson -}}
{{- $given := get $options $name -}}
{{- $seconds := include "podpass.seconds" $given | int -}}
{{- if and $given (or (lt $seconds (first $bounds | int)) (gt $seconds (last $bounds | int))) -}}
{{- fail (printf "options.%s=%s must be from %v to %v seconds" $name $given (first $bounds) (last $bounds)) -}}
{{- end -}}
{{- end -}}
{{- with .Values.auditLog.directory -}}
{{- $options = merge $options (dict "audit-log" (printf "%s/audit.log" .) "node-audit-log" (printf "%s/node.log" .)) -}}
{{- end -}}
{{- if include "podpass.caSource" . -}}
{{- $options = merge $options (dict "ca-bundle" "/var/lib/podpass-ca.pem") -}}
{{- end -}}
{{- if .Values.metrics.enabled -}}
{{- $options = merge $options (dict
      "metrics-file" (printf "%s/podpass.prom" .Values.metrics.directory)
      "node-metrics-file" (printf "%s/node.prom" .Values.metrics.directory)) -}}
{{- end -}}
{{- toYaml $options -}}
{{- end }}

{{/* The source of the CA's volume, if there is one. */}}
{{- define "podpass.caSource" -}}
{{- with .Values.caBundle -}}
{{- $bundle := .clusterTrustBundle -}}
{{- if and .configMap.name (or $bundle.name $bundle.signerName) -}}
{{- fail "caBundle.configMap and caBundle.clusterTrustBundle are both set; hint: set one of them" -}}
{{- else if and $bundle.name $bundle.signerName -}}
{{- fail "caBundle.clusterTrustBundle has a name and a signerName; hint: set one of them" -}}
{{- else if .configMap.name -}}
configMap:
  name: {{ .configMap.name }}
  items:
    - key: {{ .configMap.key }}
      path: ca.pem
{{- else if or $bundle.name $bundle.signerName -}}
clusterTrustBundle:
  path: ca.pem
  {{- if $bundle.name }}
  name: {{ $bundle.name | quote }}
  {{- else }}
  signerName: {{ $bundle.signerName | quote }}
  labelSelector:
    {{- toYaml $bundle.labelSelector | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* An option as arguments. What this container itself writes on the node, it finds below /host. */}}
{{- define "podpass.arguments" -}}
{{- $arguments := list -}}
{{- range $name, $value := . -}}
{{- if kindIs "bool" $value -}}
{{- if $value }}{{ $arguments = append $arguments (printf "--%s" $name) }}{{ end -}}
{{- else if kindIs "slice" $value -}}
{{- if $value }}{{ $arguments = append $arguments (printf "--%s=%s" $name (join "," $value)) }}{{ end -}}
{{- else if kindIs "map" $value -}}
{{- range $variable, $text := include "podpass.set" $value | fromYaml -}}
{{- if hasPrefix "PODPASS_" $variable -}}
{{- $option := trimPrefix "PODPASS_" $variable | lower | replace "_" "-" -}}
{{- fail (printf "options.env.%s is an option, which decides about grants and volumes; hint: set options.%s" $variable $option) -}}
{{- end -}}
{{- if regexMatch "^([A-Za-z][A-Za-z0-9+.-]*://)?[^/:@]*:[^/@]+@." $text -}}
{{- fail (printf "options.env.%s has a password, which all who may read the DaemonSet can read; hint: put the value into a Secret, and name that in secretEnv" $variable) -}}
{{- end -}}
{{- if hasPrefix "@/" $text }}{{ $text = printf "@/host%s" (trimPrefix "@" $text) }}{{ end -}}
{{- $arguments = append $arguments (printf "--%s=%s=%s" $name $variable $text) -}}
{{- end -}}
{{- else if has $name (list "node-metrics-file" "node-audit-log") -}}
{{- $arguments = append $arguments (printf "--%s=/host%s" $name $value) -}}
{{- else -}}
{{- $arguments = append $arguments (printf "--%s=%v" $name $value) -}}
{{- end -}}
{{- end -}}
{{- toYaml $arguments -}}
{{- end }}

{{/* Where a container finds a variable's value. */}}
{{- define "podpass.secretFile" -}}
/run/secrets/podpass/{{ . }}
{{- end }}

{{/* The options that `podpass node uninstall` takes too. */}}
{{- define "podpass.uninstallOptions" -}}
{{- $options := include "podpass.options" . | fromYaml -}}
{{- $taken := dict -}}
{{- range $name := list "state-dir" "restart-command" "health-timeout" "node-metrics-file" "node-audit-log" -}}
{{- if hasKey $options $name }}{{ $_ := set $taken $name (get $options $name) }}{{ end -}}
{{- end -}}
{{- toYaml $taken -}}
{{- end }}

{{/* The audiences of tokens, by the rules that podpass follows. */}}
{{- define "podpass.audiences" -}}
{{- $options := include "podpass.set" .Values.options | fromYaml -}}
{{- $rules := .Files.Get "files/audiences.json" | fromJson -}}
{{- $audiences := .Values.rbac.audiences -}}
{{- range $provider := $options.providers -}}
{{- $audience := "" -}}
{{- range get $rules $provider | default list -}}
{{- $value := get $options (.option | default "") -}}
{{- $text := kindIs "slice" $value | ternary (join "," $value) (toString $value) -}}
{{- if and (not $audience) (or (not .option) (and (hasKey $options .option) (regexMatch .matches $text))) -}}
{{- $audience = empty .option | ternary .audience (regexReplaceAll (.matches | default "") $text .audience) -}}
{{- end -}}
{{- end -}}
{{- if not $audience -}}
{{- fail (printf "the audience of tokens for the provider %s is not known; hint: set options.token-audience" $provider) -}}
{{- end -}}
{{- $audiences = append $audiences $audience -}}
{{- end -}}
{{- toYaml ($audiences | uniq | sortAlpha) -}}
{{- end }}

{{/* What labels the grants, and begins their names. */}}
{{- define "podpass.grant" -}}
{{ include "podpass.fullname" . }}-kubelets
{{- end }}

{{/* Of kubelets, to request tokens: each audience in all namespaces, in one, or for one service account of it. */}}
{{- define "podpass.grants" -}}
{{- $accounts := .Values.rbac.serviceAccounts -}}
{{- if or $accounts .Values.rbac.namespaces -}}
{{- /* podpass pulls its own image, too. */}}
{{- $accounts = append $accounts (printf "%s/%s" .Release.Namespace (include "podpass.serviceAccount" .)) | uniq -}}
{{- end -}}
{{- $grants := list -}}
{{- range $audience := include "podpass.audiences" . | fromYamlArray -}}
{{- range concat $.Values.rbac.namespaces $accounts | default (list "") -}}
{{- $scope := splitn "/" 2 . -}}
{{- $rule := compact (list $audience $scope._1) | join "\n" | sha256sum | trunc 10 -}}
{{- $grants = append $grants (dict "audience" $audience "namespace" $scope._0 "account" ($scope._1 | default "") "rule" $rule) -}}
{{- end -}}
{{- end -}}
{{- toYaml $grants -}}
{{- end }}

{{/* Nodes follow a change for hours: nothing deletes a grant with the release, or because options no longer need it. */}}
{{- define "podpass.grantMetadata" -}}
{{- $root := index . 0 -}}
{{- with index . 1 -}}
metadata:
  name: {{ include "podpass.grant" $root }}-{{ .rule }}
  {{- with .namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    podpass.dev/grant: {{ include "podpass.grant" $root }}
    podpass.dev/rule: sha256-{{ .rule }}
    {{- include "podpass.labels" $root | nindent 4 }}
  annotations:
    podpass.dev/audience: {{ .audience | quote }}
    helm.sh/resource-policy: keep
    argocd.argoproj.io/sync-options: Prune=false,Delete=false
    argocd.argoproj.io/compare-options: IgnoreExtraneous
    kustomize.toolkit.fluxcd.io/prune: disabled
{{- end }}
{{- end }}
