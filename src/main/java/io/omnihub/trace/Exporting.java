package io.omnihub.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Sends spans to a collector. Only this names OpenTelemetry's SDK, which is loaded with it.
final class Exporting implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 4_096;
    private static final int END_SECONDS = 5;

    private final SdkTracerProvider provider;

    Exporting(TracingProperties properties) {
        var exporter = OtlpHttpSpanExporter.builder().setEndpoint(properties.endpoint());
        if (!properties.authorization().isEmpty()) {
            exporter.addHeader("Authorization", properties.authorization());
        }
        provider = SdkTracerProvider.builder()
                // What is not to be sampled gets no span at all.
                .setSampler(Sampler.alwaysOn())
                .setResource(
                        Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), properties.service())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                        .setScheduleDelay(EVERY)
                        .setMaxQueueSize(MOST_WAITING)
                        .build())
                .build();
    }

    Traces traces(double share) {
        return new Traces(provider.get("io.omnihub"), share);
    }

    @Override
    public void close() {
        var _ = provider.shutdown().join(END_SECONDS, TimeUnit.SECONDS);
    }
}
