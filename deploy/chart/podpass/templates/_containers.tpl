{{/* What changes the node. It is root on it whatever is mounted, since it restarts kubelet in the node's namespaces. */}}
{{- define "podpass.container" -}}
image: {{ include "podpass.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- if include "podpass.removesTaint" . }}
{{ include "podpass.nodeName" . }}
{{- end }}
securityContext:
  privileged: true
  runAsUser: 0
  readOnlyRootFilesystem: true
volumeMounts:
  - name: node
    mountPath: /host
    mountPropagation: HostToContainer
  {{- with .Values.auditLog.directory }}
  # Only so that kubelet makes the directory: podpass finds it below /host.
  - name: audit-log
    mountPath: {{ . }}
    readOnly: true
  {{- end }}
  {{- if eq .Values.mode "install" }}
  {{- if include "podpass.caSource" . }}
  # Not by subPath: it follows the ConfigMap or ClusterTrustBundle.
  - name: ca
    mountPath: /run/podpass-ca
    readOnly: true
  {{- end }}
  {{- range $variable, $_ := include "podpass.set" .Values.secretEnv | fromYaml }}
  # By subPath, so that a changed Secret does not restart the kubelets of all nodes at once.
  - name: env
    mountPath: {{ include "podpass.secretFile" $variable }}
    subPath: {{ $variable }}
    readOnly: true
  {{- end }}
  {{- end }}
  {{- if include "podpass.removesTaint" . }}
  - name: token
    mountPath: /var/run/secrets/kubernetes.io/serviceaccount
    readOnly: true
  {{- end }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
{{- end }}

{{- define "podpass.nodeName" -}}
env:
  - name: NODE_NAME
    valueFrom:
      fieldRef:
        fieldPath: spec.nodeName
{{- end }}

{{/* The volume of the service account's token, with a mode. */}}
{{- define "podpass.token" -}}
projected:
  defaultMode: {{ . }}
  sources:
    - serviceAccountToken:
        path: token
        expirationSeconds: 3600
    - configMap:
        name: kube-root-ca.crt
        items:
          - key: ca.crt
            path: ca.crt
{{- end }}

{{- define "podpass.taintArguments" -}}
{{- if include "podpass.removesTaint" . -}}
- --startup-taint={{ .Values.startupTaint.key }}
- --node-name=$(NODE_NAME)
{{- end }}
{{- end }}

{{/* A pod of each node. Kubelet's health is the node's; no network plugin is needed, whose image may need podpass. */}}
{{- define "podpass.nodes" -}}
hostNetwork: true
dnsPolicy: Default
priorityClassName: {{ .Values.priorityClassName }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "podpass.set" .Values.nodeSelector }}
nodeSelector:
  {{- . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "podpass.unprivileged" -}}
securityContext:
  runAsUser: 65534
  runAsGroup: 65534
  runAsNonRoot: true
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
  seccompProfile:
    type: RuntimeDefault
resources:
  {{- toYaml .Values.metrics.resources | nindent 2 }}
{{- end }}

{{/* Three passes. */}}
{{- define "podpass.maxAge" -}}
{{- $interval := get .Values.options "interval" | default "5m" | include "podpass.seconds" -}}
{{- mul 3 $interval -}}s
{{- end }}

{{- define "podpass.seconds" -}}
{{- $seconds := 0 -}}
{{- range regexFindAll "[0-9]+[hms]" . -1 -}}
{{- $unit := get (dict "h" 3600 "m" 60 "s" 1) (trimAll "0123456789" .) -}}
{{- $seconds = add $seconds (mul (int (trimAll "hms" .)) $unit) -}}
{{- end -}}
{{- $seconds -}}
{{- end }}
