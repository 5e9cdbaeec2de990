package io.tallyspan.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarrierPolicyTest {

    @Test
    void theDefaultIsNobody() {
        assertThat(CarrierPolicy.none().allows("localhost", 80)).isFalse();
        assertThat(CarrierPolicy.none().allows("localhost")).isFalse();
    }

    @Test
    void aHostMeansEveryPortOfIt() {
        CarrierPolicy policy = CarrierPolicy.of(List.of("Agents.Example.com"));
        assertThat(policy.allows("agents.example.com", 1)).isTrue();
        assertThat(policy.allows("AGENTS.example.COM.", 443)).isTrue();
        assertThat(policy.allows("agents.example.com:8080")).isTrue();
        assertThat(policy.allows("x.agents.example.com", 443)).isFalse();
        assertThat(policy.allows("xagents.example.com", 443)).isFalse();
        assertThat(policy.allows("agents.example.com.evil.org", 443)).isFalse();
    }

    @Test
    void aPortMeansThatPort() {
        CarrierPolicy policy = CarrierPolicy.of(List.of("10.0.0.7:8080", "[::1]:9090"));
        assertThat(policy.allows("10.0.0.7", 8080)).isTrue();
        assertThat(policy.allows("10.0.0.7", 8081)).isFalse();
        assertThat(policy.allows("10.0.0.7")).isFalse();
        assertThat(policy.allows("::1", 9090)).isTrue();
        assertThat(policy.allows("[::1]:9090")).isTrue();
    }

    @Test
    void aStarMeansAllBelow() {
        CarrierPolicy policy = CarrierPolicy.of(List.of("*.svc.cluster.local:80"));
        assertThat(policy.allows("a.svc.cluster.local", 80)).isTrue();
        assertThat(policy.allows("a.b.svc.cluster.local", 80)).isTrue();
        assertThat(policy.allows("svc.cluster.local", 80)).isFalse();
        assertThat(policy.allows("evilsvc.cluster.local", 80)).isFalse();
        assertThat(policy.allows("a.svc.cluster.local", 81)).isFalse();
        assertThat(policy.allows("*.svc.cluster.local:80")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "https://x", "x/y", "a b", "x:0", "x:65536", "x:", "*x", "a.*.b", "[::1", "x:1:2"})
    void nonsenseIsNamed(String entry) {
        assertThatThrownBy(() -> CarrierPolicy.of(List.of("good", entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + entry + "'");
    }
}
