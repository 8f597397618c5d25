{{- define "countersign.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "countersign.selector" -}}
app.kubernetes.io/name: countersign
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "countersign.labels" -}}
{{ include "countersign.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "countersign.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "countersign.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "countersign.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "countersign.variable" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef: { name: {{ .from.name | quote }}, key: {{ .from.key | quote }} }
{{- end -}}

{{/* As the service reads it: Helm has every number of a file of values as a float, and would write a million as 1e+06. */}}
{{- define "countersign.value" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ printf "%.0f" . | quote }}{{ else }}{{ . | toString | quote }}{{ end -}}
{{- end -}}

{{/* What every process of the service is told, but the owner of the tables. */}}
{{- define "countersign.environment" -}}
- { name: NODE_ENV, value: production }
- { name: HOST, value: 0.0.0.0 }
- { name: PORT, value: '3000' }
- { name: DATA_DIR, value: /data }
- { name: DRAIN_SECONDS, value: {{ .Values.drainSeconds | quote }} }
{{- with .Values.mutualTls.port }}
- { name: MTLS_PORT, value: {{ . | quote }} }
{{- end }}
{{- with .Values.tracing.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- if not $.Values.settings.OTEL_RESOURCE_ATTRIBUTES }}
- name: POD_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- { name: OTEL_RESOURCE_ATTRIBUTES, value: service.instance.id=$(POD_NAME) }
{{- end }}
{{- end }}
{{- range $name, $value := .Values.settings }}
- { name: {{ $name }}, value: {{ include "countersign.value" $value }} }
{{- end }}
{{- with .Values.secrets }}
{{ include "countersign.variable" (dict "name" "DATABASE_URL" "from" .databaseUrl) }}
{{ include "countersign.variable" (dict "name" "ENCRYPTION_KEY" "from" .encryptionKey) }}
{{ include "countersign.variable" (dict "name" "BOOTSTRAP_API_KEY" "from" .operatorKey) }}
{{ include "countersign.variable" (dict "name" "CHECKPOINT_KEY" "from" .checkpointKey) }}
{{- range $name, $from := .more }}
{{ include "countersign.variable" (dict "name" $name "from" $from) }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "countersign.volumes" -}}
- name: tmp
  emptyDir: {}
- name: data
  {{- if .Values.files.existingClaim }}
  persistentVolumeClaim: { claimName: {{ .Values.files.existingClaim | quote }} }
  {{- else }}
  emptyDir: {}
  {{- end }}
{{- with .Values.volumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "countersign.volumeMounts" -}}
- { name: data, mountPath: /data }
- { name: tmp, mountPath: /tmp }
{{- with .Values.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}
