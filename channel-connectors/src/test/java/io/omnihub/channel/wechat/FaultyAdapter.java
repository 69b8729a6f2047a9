package io.omnihub.channel.wechat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Processor;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// Has the inbound adapter fail when a test says so, as by a fault of ours that nobody knows of.
final class FaultyAdapter implements BeanPostProcessor {

    private final AtomicBoolean fails = new AtomicBoolean();

    void failOnce() {
        fails.set(true);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!name.equals("wechatInbound")) {
            return bean;
        }
        Processor adapter = (Processor) bean;
        return (Processor) exchange -> {
            if (fails.getAndSet(false)) {
                throw new IllegalStateException("nobody expects this");
            }
            adapter.process(exchange);
        };
    }
}
