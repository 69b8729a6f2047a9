# syntax=docker/dockerfile:1.7
# The hub as an image, of what `mvn package` has made: target/omnihub-*-dist.tar.gz. Its jars are layers of their own, so
# that an update sends little but the hub's.
FROM eclipse-temurin:25-jre AS unpacked
ADD target/omnihub-*-dist.tar.gz /unpacked/
RUN mv /unpacked/omnihub-* /omnihub && mkdir /kafka
# What routes may name beside what the distribution has: the hub loads it only then.
ADD --checksum=sha256:716c02fff9e8fce394e597112fabbb28aaf8673ffa7fe1228c0b610ecb28d814 \
  https://repo1.maven.org/maven2/org/apache/camel/camel-kafka/4.22.0/camel-kafka-4.22.0.jar /kafka/
ADD --checksum=sha256:109b6c65c134fd65a424563c8377510f4d42e278e9fef0961d0450173e65496a \
  https://repo1.maven.org/maven2/org/apache/kafka/kafka-clients/4.2.2/kafka-clients-4.2.2.jar /kafka/
ADD --checksum=sha256:e5e31b195fcc7e9c5da4b191af3b0082ee616c13f61cbd79409ffa65e4dd5c47 \
  https://repo1.maven.org/maven2/at/yawk/lz4/lz4-java/1.11.1/lz4-java-1.11.1.jar /kafka/

FROM eclipse-temurin:25-jre
# For backups: pg_dump and pg_restore of the server's version.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates postgresql-common \
  && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
  && apt-get install -y --no-install-recommends postgresql-client-18 && rm -rf /var/lib/apt/lists/*
# Folders for mounts belong to the hub, so that new volumes do; programs don't.
RUN groupadd --gid 10001 omnihub && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin omnihub \
  && install -d -o 10001 -g 10001 -m 700 /var/lib/omnihub /var/lib/omnihub/blobs /var/lib/omnihub-keys /backups
# Dependencies change seldom, the hub with each update; last what an operator changes.
COPY --from=unpacked /omnihub/lib/lib /opt/omnihub/lib/lib
COPY --from=unpacked /omnihub/components /kafka /opt/omnihub/components/
COPY --from=unpacked /omnihub/lib/omnihub.jar /opt/omnihub/lib/omnihub.jar
COPY --from=unpacked /omnihub/bin /opt/omnihub/bin
COPY --from=unpacked /omnihub/routes /opt/omnihub/routes
COPY --from=unpacked /omnihub/config /opt/omnihub/config
ENV JAVA_OPTS="-XX:MaxRAMPercentage=60 -XX:+UseG1GC" \
  OMNIHUB_DATA=/var/lib/omnihub \
  OMNIHUB_KEYS_FOLDER=/var/lib/omnihub-keys \
  SERVER_ADDRESS=0.0.0.0
# The JDK writes down what a start loads and compiles. It fits these JAVA_OPTS: who sets others starts more slowly.
RUN OMNIHUB_DATA= OMNIHUB_KEYS_FOLDER=/tmp/keys /opt/omnihub/bin/omnihub train && rm -rf /tmp/keys
USER 10001:10001
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/omnihub/bin/omnihub"]
