using System.Reflection;

namespace Gateway.Tests.House;

/// <summary>Which assembly may know which, read from the built assemblies; and which room may know which, read from the source.</summary>
public class DependencyRuleTests
{
    [Fact]
    public void Fieldbus_and_Mqtt_have_never_heard_of_a_gateway()
    {
        Assert.DoesNotContain(ReferencesOf("Gateway.Fieldbus"), IsOurs);
        Assert.DoesNotContain(ReferencesOf("Gateway.Mqtt"), IsOurs);
    }

    [Fact]
    public void Fieldbus_and_Mqtt_stand_on_the_framework_alone()
    {
        Assert.All(ReferencesOf("Gateway.Fieldbus"), name => Assert.StartsWith("System.", name));
        Assert.All(ReferencesOf("Gateway.Mqtt"), name => Assert.StartsWith("System.", name));
    }

    [Fact]
    public void Core_knows_the_two_protocol_assemblies_and_not_the_program() =>
        Assert.Equal(["Gateway.Fieldbus", "Gateway.Mqtt"], ReferencesOf("Gateway.Core").Where(IsOurs).Order());

    [Theory]
    [InlineData("Microsoft.Data.Sqlite", "src/Gateway.Core/Auditing/", "src/Gateway.Core/Buffering/", "src/Gateway.Core/History/")]
    [InlineData("SQLitePCL", "src/Gateway.Core/Auditing/", "src/Gateway.Core/Buffering/", "src/Gateway.Core/History/")]
    [InlineData("YamlDotNet", "src/Gateway.Core/Documents/")]
    [InlineData("System.CommandLine", "src/Gateway/Cli/", "src/Gateway/Program.cs")]
    public void A_package_is_named_in_its_own_room_only(string package, params string[] rooms)
    {
        var users = SourceFiles("src").Where(file => File.ReadLines(file.Path).Any(line =>
            line.StartsWith($"using {package}", StringComparison.Ordinal) || line.Contains($" {package}.", StringComparison.Ordinal))).ToList();
        Assert.All(users, file => Assert.Contains(rooms, room => file.Name.StartsWith(room, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Readings", "Site", "Profiles", "Acquisition", "Processing", "Alarms", "Buffering", "Forwarding")]
    [InlineData("Acquisition", "Processing", "Alarms", "Buffering", "Forwarding")]
    [InlineData("Alarms", "Acquisition", "Processing", "Buffering", "Forwarding")]
    [InlineData("Processing", "Acquisition", "Forwarding")]
    [InlineData("Buffering", "Acquisition", "Processing", "Forwarding", "History")]
    [InlineData("History", "Acquisition", "Processing", "Alarms", "Forwarding")]
    [InlineData("Forwarding", "Acquisition", "Processing", "Receiving")]
    [InlineData("Receiving", "Acquisition", "Processing", "History")]
    public void A_room_uses_only_what_lies_downstream_or_outside_the_pipeline(string room, params string[] forbidden)
    {
        var files = SourceFiles($"src/Gateway.Core/{room}").ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.All(forbidden, other =>
            Assert.DoesNotContain($"using Gateway.Core.{other};", File.ReadAllText(file.Path), StringComparison.Ordinal)));
    }

    [Fact]
    public void Fieldbus_is_reached_from_acquisition_and_commissioning_and_Mqtt_from_forwarding_and_its_other_end_receiving_only()
    {
        var users = SourceFiles("src/Gateway.Core").Where(file => File.ReadAllText(file.Path).Contains("using Gateway.Mqtt", StringComparison.Ordinal));
        string[] atBrokers = ["src/Gateway.Core/Forwarding/", "src/Gateway.Core/Receiving/"];
        Assert.All(users, file => Assert.Contains(atBrokers, room => file.Name.StartsWith(room, StringComparison.Ordinal)));
        users = SourceFiles("src/Gateway.Core").Where(file => File.ReadAllText(file.Path).Contains("using Gateway.Fieldbus.Modbus", StringComparison.Ordinal));
        string[] rooms = ["src/Gateway.Core/Acquisition/", "src/Gateway.Core/Commissioning/"];
        Assert.All(users, file => Assert.Contains(rooms, room => file.Name.StartsWith(room, StringComparison.Ordinal)));
    }

    private static bool IsOurs(string name) => name.StartsWith("Gateway", StringComparison.Ordinal) || name == "envgw";

    private static string[] ReferencesOf(string assembly) =>
        [.. Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")).GetReferencedAssemblies().Select(name => name.Name!)];

    private static IEnumerable<(string Name, string Path)> SourceFiles(string folder)
    {
        string root = Repository.Root;
        return Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(root, path), Path: path))
            .Where(file => !file.Name.Contains("/obj/", StringComparison.Ordinal) && !file.Name.Contains("/bin/", StringComparison.Ordinal));
    }
}
