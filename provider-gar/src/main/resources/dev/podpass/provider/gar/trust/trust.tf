# Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull@AS@:
@IMAGES@
#
# A module: save it as @NAME@/main.tf, and call it:
#
#   module "@NAME@" {
#     source = "./@NAME@"
#   }

terraform {
  required_version = ">= 1.2"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0, < 8.0"
    }
  }
}
