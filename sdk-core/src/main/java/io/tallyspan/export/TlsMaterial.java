package io.tallyspan.export;

import static java.util.Objects.requireNonNull;

import io.tallyspan.config.OtlpSettings;
import io.tallyspan.config.TallyspanConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trust and identity towards the collector, out of PEM files. Files that do not fit are configuration errors. */
record TlsMaterial(SSLContext context, X509TrustManager trustManager) {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** Null where nothing is configured and the platform's defaults apply. */
    static @Nullable TlsMaterial of(OtlpSettings settings) {
        if (settings.certificate() == null && settings.clientCertificate() == null) {
            return null;
        }
        try {
            X509TrustManager trust = trustManager(settings.certificate());
            KeyManager[] keys = settings.clientCertificate() == null
                    ? new KeyManager[0]
                    : keyManagers(settings.clientCertificate(), requireNonNull(settings.clientKey(), "clientKey"));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new X509TrustManager[] {trust}, null);
            return new TlsMaterial(context, trust);
        } catch (GeneralSecurityException e) {
            throw new TallyspanConfigException("TLS for the export of usage cannot be set up: " + e.getMessage(), e);
        }
    }

    private static X509TrustManager trustManager(@Nullable Path file) throws GeneralSecurityException {
        KeyStore trusted = null;
        if (file != null) {
            trusted = emptyStore();
            int number = 0;
            for (Certificate certificate : certificates(file)) {
                trusted.setCertificateEntry("trusted-" + number++, certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("the platform has no X.509 trust manager"));
    }

    private static KeyManager[] keyManagers(Path certificate, Path key) throws GeneralSecurityException {
        KeyStore identity = emptyStore();
        identity.setKeyEntry(
                "client",
                privateKey(key),
                new char[0],
                certificates(certificate).toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(identity, new char[0]);
        return factory.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file) throws GeneralSecurityException {
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)));
        if (found.isEmpty()) {
            throw new GeneralSecurityException(file + " holds no certificate in PEM form");
        }
        return found;
    }

    private static PrivateKey privateKey(Path file) throws GeneralSecurityException {
        Matcher pem = PKCS8.matcher(new String(read(file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new GeneralSecurityException(
                    file + " holds no PKCS#8 private key (BEGIN PRIVATE KEY); convert it with"
                            + " openssl pkcs8 -topk8 -nocrypt");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        GeneralSecurityException unknown =
                new GeneralSecurityException(file + " holds a private key that is neither RSA, EC nor EdDSA");
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException anotherAlgorithm) {
                unknown.addSuppressed(anotherAlgorithm);
            }
        }
        throw unknown;
    }

    private static byte[] read(Path file) throws GeneralSecurityException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new GeneralSecurityException("cannot read " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
    }
}
