
variable "registry_id_@REGISTRY_NAME@" {
  description = "The resource id of the registry @REGISTRY_NAME@ (az acr show --name @REGISTRY_NAME@ --query id --output tsv)."
  type        = string
}
