package org.wardlight.driver.opcua.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.DriverFailure;

/** As whom a session is opened. Secrets in files are read at each attempt: they may be changed. */
sealed interface Login {
  Login ANONYMOUS = new Anonymous();

  /**
   * What proves the identity at an endpoint that has been checked.
   *
   * @param directory what relative file names refer to
   */
  IdentityProvider at(EndpointDescription endpoint, Security security, Path directory)
      throws RefusedException;

  /** Nobody in particular. */
  record Anonymous() implements Login {
    @Override
    public IdentityProvider at(EndpointDescription endpoint, Security security, Path directory)
        throws RefusedException {
      offered(endpoint, UserTokenType.Anonymous, "user or user-certificate");
      return AnonymousProvider.INSTANCE;
    }
  }

  /**
   * A user with a password.
   *
   * @param password as it stands in the configuration; null if it is in a file
   * @param passwordFile a file with nothing but the password
   */
  record User(String name, @Nullable String password, @Nullable String passwordFile)
      implements Login {
    @Override
    public IdentityProvider at(EndpointDescription endpoint, Security security, Path directory)
        throws RefusedException {
      List<UserTokenPolicy> policies =
          offered(endpoint, UserTokenType.UserName, "another kind of log-in");
      UserTokenPolicy chosen =
          policies.stream()
              .filter(policy -> security.isNone() || hidesPassword(policy, endpoint))
              .findFirst()
              .orElseThrow(
                  () ->
                      new RefusedException(
                          "Bad_SecurityPolicyRejected",
                          endpoint.getEndpointUrl()
                              + " wants the password unencrypted; use mode: sign-and-encrypt"));
      return new UsernameProvider(
          name,
          secret(directory),
          // The endpoint's certificate has been checked already, unless there is no security.
          new CertificateValidator.InsecureCertificateValidator(),
          all -> chosen);
    }

    private static boolean hidesPassword(UserTokenPolicy policy, EndpointDescription endpoint) {
      return !SecurityPolicy.None.getUri().equals(policy.getSecurityPolicyUri())
          || Security.of(endpoint).endsWith("sign-and-encrypt");
    }

    private String secret(Path directory) throws RefusedException {
      if (passwordFile == null) {
        return password == null ? "" : password;
      }
      Path file = directory.resolve(passwordFile);
      try {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        throw unreadable("password-file", file, e);
      }
    }

    @Override
    public String toString() {
      return "user " + name;
    }
  }

  /** A user with a certificate (X.509) and its private key. */
  record Certificate(String certificateFile, String keyFile) implements Login {
    @Override
    public IdentityProvider at(EndpointDescription endpoint, Security security, Path directory)
        throws RefusedException {
      offered(endpoint, UserTokenType.Certificate, "another kind of log-in");
      Path certificate = directory.resolve(certificateFile);
      Path key = directory.resolve(keyFile);
      try {
        return new X509IdentityProvider(
            PemFile.certificate(Files.readAllBytes(certificate)), PemFile.key(key));
      } catch (IOException | GeneralSecurityException e) {
        throw unreadable("user-certificate or user-key", certificate, e);
      }
    }
  }

  private static List<UserTokenPolicy> offered(
      EndpointDescription endpoint, UserTokenType type, String instead) throws RefusedException {
    UserTokenPolicy[] all =
        Objects.requireNonNullElse(endpoint.getUserIdentityTokens(), new UserTokenPolicy[0]);
    List<UserTokenPolicy> fitting =
        Stream.of(all).filter(policy -> policy.getTokenType() == type).toList();
    // An endpoint that lists nothing leaves it to the session.
    if (fitting.isEmpty() && (all.length > 0 || type != UserTokenType.Anonymous)) {
      throw new RefusedException(
          "Bad_IdentityTokenRejected",
          endpoint.getEndpointUrl()
              + " does not offer the log-in "
              + type
              + " but "
              + Arrays.stream(all)
                  .map(policy -> String.valueOf(policy.getTokenType()))
                  .distinct()
                  .collect(Collectors.joining(", "))
              + "; configure "
              + instead);
    }
    return fitting;
  }

  private static RefusedException unreadable(String option, Path file, Exception e) {
    return new RefusedException(
        new DriverFailure.Unsupported(option + ": " + file + " cannot be read: " + e.getMessage()));
  }
}
