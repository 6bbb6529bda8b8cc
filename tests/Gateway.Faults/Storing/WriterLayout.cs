using System.Text;
using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Faults.Storing;

/// <summary>What the writer's points mean, and the names it uses.</summary>
internal static class WriterLayout
{
    public const string Alarm = "tank/p0/high";
    public const string Feed = "platform";

    public static Layout Of(int points)
    {
        var all = Enumerable.Range(0, points).Select(n => new { id = $"tank/p{n}", unit = "1", every_ms = 100 });
        byte[] descriptor = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { site = new { id = "faults" }, points = all }));
        return Layout.Parse(descriptor) ?? throw new InvalidOperationException("The writer's layout cannot be read.");
    }
}
