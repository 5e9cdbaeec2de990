package io.tallyspan.spring;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.util.ClassUtils;

/** Reads the claims of the token that Spring Security has verified. */
final class Claims {

    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.security.oauth2.server.resource.authentication"
                    + ".AbstractOAuth2TokenAuthenticationToken",
            Claims.class.getClassLoader());

    private Claims() {}

    /** A claim as text; null if the principal has no token or the token no such claim. */
    static @Nullable String of(@Nullable Principal principal, String name) {
        return PRESENT && principal != null ? OfToken.claim(principal, name) : null;
    }

    /** Loaded only where Spring Security's resource server is. */
    private static final class OfToken {
        static @Nullable String claim(Principal principal, String name) {
            if (!(principal instanceof AbstractOAuth2TokenAuthenticationToken<?> token)) {
                return null;
            }
            Object value = token.getTokenAttributes().get(name);
            return value == null ? null : value.toString();
        }
    }
}
