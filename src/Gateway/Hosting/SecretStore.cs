using System.Text;
using Gateway.Core.Site;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Hosting;

/// <summary>Finds the value behind a <c>${secret:name}</c>: a systemd credential, a file of the box, or a file beside the site file, in this order.</summary>
/// <remarks>Reads the file each time, so that a renewed secret is taken up at the next connection, and keeps nothing.</remarks>
/// <param name="credentialsFolder">Value of CREDENTIALS_DIRECTORY (systemd.exec(5)); null when there is none.</param>
/// <param name="boxFolder"><c>/etc/envgw/secrets</c> on an installed gateway.</param>
/// <param name="siteFolder">The folder <c>secrets</c> beside the site file.</param>
internal sealed class SecretStore(string? credentialsFolder, string boxFolder, string siteFolder)
{
    // A private key with its chain is a few kilobytes.
    private const int MaximumBytes = 64 * 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The service manager guards its folder itself, and lets us in by an access list that shows as a group's right.
    private const UnixFileMode OwnerAndAccessList = OwnerOnly | UnixFileMode.GroupRead;

    /// <summary>The store of a gateway that runs from a site file.</summary>
    public static SecretStore For(string siteFile) => new(
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"),
        "/etc/envgw/secrets",
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(siteFile)) ?? "/", "secrets"));

    /// <summary>The value, without the line end that editors put after it; or the reason for the operator.</summary>
    public Secret Find(SecretReference reference)
    {
        if (!IsName(reference.Name)) return Secret.Refused((
                $"secret '{reference.Name}': a name is letters, digits, '_', '-' and '.', and does not begin with '.'",
                $"密钥 “{reference.Name}”：名称只能含字母、数字、“_”、“-” 和 “.”，且不能以 “.” 开头"));
        List<string> looked = [];
        foreach (var (folder, allowed) in Places())
        {
            string path = Path.Combine(folder, reference.Name);
            if (Path.Exists(path)) return Read(reference.Name, path, allowed);
            looked.Add(path);
        }
        return Secret.Refused((
            $"secret '{reference.Name}' is not there; looked for {string.Join(", ", looked)}",
            $"找不到密钥 “{reference.Name}”；已查找 {string.Join("、", looked)}"));
    }

    /// <summary>The file that holds it, for what reads files itself; where it should be when there is none.</summary>
    public string FileOf(SecretReference reference) =>
        Places().Select(place => Path.Combine(place.Folder, reference.Name)).FirstOrDefault(Path.Exists) ?? Path.Combine(siteFolder, reference.Name);

    private IEnumerable<(string Folder, UnixFileMode Allowed)> Places()
    {
        if (!string.IsNullOrEmpty(credentialsFolder)) yield return (credentialsFolder, OwnerAndAccessList);
        yield return (boxFolder, OwnerOnly);
        yield return (siteFolder, OwnerOnly);
    }

    private static Secret Read(string name, string path, UnixFileMode allowed)
    {
        try
        {
            // The mode is asked of the open file, so that what is checked is what is read.
            using var file = File.OpenHandle(path);
            var mode = File.GetUnixFileMode(file);
            if ((mode & ~allowed) != 0)
                return Secret.Refused((
                    $"secret '{name}': {path} has mode 0{Convert.ToString((int)mode, 8)}, others could read it; run: chmod 600 {path}",
                    $"密钥 “{name}”：{path} 的权限为 0{Convert.ToString((int)mode, 8)}，其他用户可以读取；请执行：chmod 600 {path}"));
            return ReadAll(name, path, file);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return Secret.Refused((
                $"secret '{name}': {path} cannot be read ({e.Message}); it must be a file that belongs to the user the gateway runs as",
                $"密钥 “{name}”：无法读取 {path}（{e.Message}）；它必须是属于网关运行用户的文件"));
        }
    }

    private static Secret ReadAll(string name, string path, SafeFileHandle file)
    {
        byte[] bytes = new byte[MaximumBytes + 1];
        int length = 0;
        for (int read = -1; read != 0 && length < bytes.Length; length += read) read = RandomAccess.Read(file, bytes.AsSpan(length), length);
        if (length > MaximumBytes)
            return Secret.Refused(($"secret '{name}': {path} is larger than {MaximumBytes} bytes", $"密钥 “{name}”：{path} 超过 {MaximumBytes} 字节"));
        string value = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\r', '\n');
        Array.Clear(bytes);
        return value.Length == 0 ? Secret.Refused(($"secret '{name}': {path} is empty", $"密钥 “{name}”：{path} 为空")) : Secret.Of(value);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
