#!/bin/sh
# The image wants its password in the environment; here it comes from a file.
set -eu
ARTEMIS_PASSWORD=$(cat /run/secrets/buffer-password)
export ARTEMIS_PASSWORD
exec /docker-run.sh run
