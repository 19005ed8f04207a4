#!/bin/bash
# Understands the settings of the apache/kafka image: KAFKA_NODE_ID=1 becomes node.id=1.
set -euo pipefail

settings=/var/lib/kafka/server.properties
echo "log.dirs=/var/lib/kafka/data" >"$settings"
for variable in $(compgen -e KAFKA_); do
  [ "$variable" = KAFKA_HEAP_OPTS ] && continue
  name=${variable#KAFKA_}
  name=${name,,}
  echo "${name//_/.}=${!variable}" >>"$settings"
done

# shellcheck disable=SC2206 # several options in one variable, as in the apache/kafka image
java=(/opt/java/bin/java ${KAFKA_HEAP_OPTS:-} -cp "/opt/kafka/jars/*"
  -Dorg.slf4j.simpleLogger.defaultLogLevel=info -Dorg.slf4j.simpleLogger.showDateTime=true)
"${java[@]}" kafka.tools.StorageTool format --ignore-formatted -t "$CLUSTER_ID" -c "$settings"
exec "${java[@]}" kafka.Kafka "$settings"
