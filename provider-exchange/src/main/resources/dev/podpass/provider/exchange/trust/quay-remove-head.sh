#!/bin/sh
# Removes what podpass trust quay has added, so that the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pulls no longer as
# the robot account @ROBOT@ of @HOST@:
@IMAGES@
#
# The robot account stays, and its permissions stay if its federation has other members.
