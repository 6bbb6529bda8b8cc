using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Testing;

/// <summary>A certificate authority made for one test, with good and bad certificates, written as PEM files when they are first asked for.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly string _folder;
    private readonly DateTimeOffset _now;
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _strangeAuthority;
    private readonly Dictionary<string, TestCertificate> _written = [];
    private readonly Lock _gate = new();

    /// <param name="folder">Where the files are written; the folder must exist.</param>
    public TestCertificates(string folder)
    {
        _folder = folder;
        _now = DateTimeOffset.UtcNow;
        _authority = MakeAuthority("envgw test authority");
        _strangeAuthority = MakeAuthority("envgw strange authority");
        AuthorityFile = WriteCertificate("ca.pem", _authority);
        StrangeAuthorityFile = WriteCertificate("strange-ca.pem", _strangeAuthority);
    }

    /// <summary>The authority that signed every certificate but the strange ones.</summary>
    public string AuthorityFile { get; }

    /// <summary>An authority nobody should trust.</summary>
    public string StrangeAuthorityFile { get; }

    /// <summary>A server's certificate for localhost, 127.0.0.1 and ::1.</summary>
    public TestCertificate Server => Get("server", ServerAuthentication, ["localhost"], [IPAddress.Loopback, IPAddress.IPv6Loopback]);

    /// <summary>As <see cref="Server"/>, but it ended yesterday.</summary>
    public TestCertificate ExpiredServer =>
        Get("expired-server", ServerAuthentication, ["localhost"], [IPAddress.Loopback, IPAddress.IPv6Loopback], ends: _now.AddDays(-1));

    /// <summary>As <see cref="Server"/>, but it begins in a month: what a box sees whose clock has lost its time.</summary>
    public TestCertificate FutureServer =>
        Get("future-server", ServerAuthentication, ["localhost"], [IPAddress.Loopback, IPAddress.IPv6Loopback], begins: _now.AddDays(30));

    /// <summary>A good certificate of another host.</summary>
    public TestCertificate WrongHostServer => Get("wrong-host-server", ServerAuthentication, ["mqtt.example"], []);

    /// <summary>As <see cref="Server"/>, but signed by the strange authority.</summary>
    public TestCertificate StrangeServer =>
        Get("strange-server", ServerAuthentication, ["localhost"], [IPAddress.Loopback, IPAddress.IPv6Loopback], authority: _strangeAuthority);

    /// <summary>A client's certificate with the common name <c>client</c>.</summary>
    public TestCertificate Client => ClientNamed("client");

    /// <summary>As <see cref="Client"/>, but it ended yesterday.</summary>
    public TestCertificate ExpiredClient => Get("expired-client", ClientAuthentication, [], [], ends: _now.AddDays(-1));

    /// <summary>As <see cref="Client"/>, but signed by the strange authority.</summary>
    public TestCertificate StrangeClient => Get("strange-client", ClientAuthentication, [], [], authority: _strangeAuthority);

    /// <summary>A client's certificate with this common name.</summary>
    public TestCertificate ClientNamed(string name) => Get(name, ClientAuthentication, [], []);

    public void Dispose()
    {
        _authority.Dispose();
        _strangeAuthority.Dispose();
    }

    private TestCertificate Get(
        string name,
        Oid usage,
        string[] hosts,
        IPAddress[] addresses,
        DateTimeOffset? begins = null,
        DateTimeOffset? ends = null,
        X509Certificate2? authority = null)
    {
        lock (_gate)
        {
            if (_written.TryGetValue(name, out var known)) return known;
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([usage], critical: false));
            if (hosts.Length + addresses.Length > 0) request.CertificateExtensions.Add(NamesOf(hosts, addresses));
            using var certificate = request.Create(
                authority ?? _authority, begins ?? _now.AddDays(-60), ends ?? _now.AddDays(360), RandomNumberGenerator.GetBytes(16));
            var made = new TestCertificate(
                WriteCertificate($"{name}.pem", certificate),
                Write($"{name}-key.pem", key.ExportPkcs8PrivateKeyPem()));
            return _written[name] = made;
        }
    }

    private static X509Extension NamesOf(string[] hosts, IPAddress[] addresses)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (string host in hosts) names.AddDnsName(host);
        foreach (var address in addresses) names.AddIpAddress(address);
        return names.Build();
    }

    private X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request.CreateSelfSigned(_now.AddDays(-90), _now.AddDays(3600));
    }

    private string WriteCertificate(string file, X509Certificate2 certificate) => Write(file, certificate.ExportCertificatePem());

    private string Write(string file, string pem)
    {
        string path = Path.Combine(_folder, file);
        File.WriteAllText(path, pem + "\n");
        return path;
    }
}
