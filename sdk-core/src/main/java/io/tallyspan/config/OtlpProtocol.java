package io.tallyspan.config;

/** The OTLP transports that usage can take. */
public enum OtlpProtocol {
    /** Protobuf over HTTP: {@code http/protobuf}, the default. */
    HTTP_PROTOBUF,
    /** {@code grpc}; needs a gRPC sender of OpenTelemetry on the class path. */
    GRPC
}
