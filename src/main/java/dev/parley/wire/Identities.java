package dev.parley.wire;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses an identity by the name that a client asks for, and the first of them where none is for that name.
 *
 * <p>Vert.x's own choice is not used: without a name it may take any of them, and for each name below a wildcard it keeps
 * a TLS context forever.
 */
final class Identities extends X509ExtendedKeyManager {
    private static final int DNS_NAME = 2;

    private final List<Identity.Loaded> all;

    Identities(List<Identity.Loaded> all) {
        this.all = List.copyOf(all);
    }

    /** The same as Vert.x takes it: its own wrapper of a key manager needs slf4j, which need not be there. */
    KeyManagerFactory factory() {
        KeyManager[] managers = {this};
        KeyManagerFactorySpi made = new KeyManagerFactorySpi() {
            @Override
            protected void engineInit(KeyStore store, char[] password) {}

            @Override
            protected void engineInit(ManagerFactoryParameters parameters) {}

            @Override
            protected KeyManager[] engineGetKeyManagers() {
                return managers;
            }
        };
        return new KeyManagerFactory(made, null, "Parley") {};
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        int chosen = ((ExtendedSSLSession) engine.getHandshakeSession())
                .getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName().toLowerCase(Locale.ROOT))
                        .flatMapToInt(this::of)
                        .findFirst()
                        .orElse(0);
        return alias(chosen, keyType);
    }

    private IntStream of(String host) {
        return IntStream.range(0, all.size())
                .filter(i -> isFor(host, all.get(i).chain().get(0)));
    }

    private static boolean isFor(String host, X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .anyMatch(name -> isFor(host, name.get(1).toString().toLowerCase(Locale.ROOT)));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean isFor(String host, String name) {
        int dot = host.indexOf('.');
        return host.equals(name)
                || dot > 0 && name.startsWith("*.") && host.substring(dot).equals(name.substring(1));
    }

    /** An alias is an index. No other identity stands in for one whose key is of another type: the next type is asked for. */
    private String alias(int chosen, String keyType) {
        return all.get(chosen).key().getAlgorithm().equals(keyType) ? Integer.toString(chosen) : null;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return List.of(keyTypes).contains(all.get(0).key().getAlgorithm()) ? "0" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return all.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return all.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("only engines are used");
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("only engines are used");
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }
}
