#!/bin/sh
# Removes what podpass trust jfrog has added, so that the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pulls no longer from
# @PLATFORM@:
@IMAGES@
#
# The OIDC integration stays, for it is for all service accounts of the cluster.
