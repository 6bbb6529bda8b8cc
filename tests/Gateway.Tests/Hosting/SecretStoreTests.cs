using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Site;
using Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public sealed class SecretStoreTests : IDisposable
{
    private const UnixFileMode Mode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly SecretReference _password = new("mqtt_password");

    private readonly string _root = Directory.CreateTempSubdirectory("envgw-secrets-").FullName;
    private readonly SecretStore _store;

    public SecretStoreTests()
    {
        foreach (string folder in new[] { "credentials", "box", "site" }) Directory.CreateDirectory(Path.Combine(_root, folder));
        _store = new SecretStore(Path.Combine(_root, "credentials"), Path.Combine(_root, "box"), Path.Combine(_root, "site"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SuppressMessage("Interoperability", "CA1416", Justification = "The gateway runs on Linux.")]
    private string Put(string folder, string value, UnixFileMode mode = Mode600)
    {
        string path = Path.Combine(_root, folder, _password.Name);
        File.WriteAllText(path, value);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    [Fact]
    public void The_service_managers_credential_goes_before_the_box_and_the_box_before_the_site()
    {
        Put("site", "three");
        Assert.Equal("three", _store.Find(_password).Value);
        Put("box", "two");
        Assert.Equal("two", _store.Find(_password).Value);
        Put("credentials", "one", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal("one", _store.Find(_password).Value);
    }

    [Theory]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData(" with spaces ", " with spaces ")]
    [InlineData("-----BEGIN KEY-----\nAAAA\n-----END KEY-----\n", "-----BEGIN KEY-----\nAAAA\n-----END KEY-----")]
    [InlineData("密码", "密码")]
    public void The_value_is_the_file_without_the_last_line_end(string content, string value)
    {
        Put("box", content);

        Assert.Equal(value, _store.Find(_password).Value);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_read_is_refused_with_the_remedy(UnixFileMode more)
    {
        string path = Put("box", "s3cret", Mode600 | more);

        var secret = _store.Find(_password);

        Assert.Null(secret.Value);
        Assert.Contains($"chmod 600 {path}", secret.Problem?.English, StringComparison.Ordinal);
        Assert.Contains($"0{Convert.ToString((int)(Mode600 | more), 8)}", secret.Problem?.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_file_is_not_passed_over_for_a_later_place()
    {
        Put("box", "two", Mode600 | UnixFileMode.OtherRead);
        Put("site", "three");

        Assert.NotNull(_store.Find(_password).Problem);
    }

    [Fact]
    public void A_secret_that_is_nowhere_is_said_to_be_nowhere()
    {
        string problem = _store.Find(_password).Problem?.English ?? "";

        Assert.Contains(Path.Combine(_root, "box", "mqtt_password"), problem, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_root, "site", "mqtt_password"), problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/shadow")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("")]
    public void A_name_is_no_path(string name) =>
        Assert.Contains("a name is", _store.Find(new SecretReference(name)).Problem?.English, StringComparison.Ordinal);

    [Fact]
    public void A_folder_an_empty_file_and_a_huge_file_are_refused()
    {
        Directory.CreateDirectory(Path.Combine(_root, "box", "folder"));
        Assert.Contains("cannot be read", _store.Find(new SecretReference("folder")).Problem?.English, StringComparison.Ordinal);
        Put("box", "\n");
        Assert.Contains("is empty", _store.Find(_password).Problem?.English, StringComparison.Ordinal);
        Put("box", new string('x', 70_000));
        Assert.Contains("larger than", _store.Find(_password).Problem?.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_does_not_print_itself()
    {
        Put("box", "s3cret");

        Assert.DoesNotContain("s3cret", $"{_store.Find(_password)}", StringComparison.Ordinal);
    }
}
