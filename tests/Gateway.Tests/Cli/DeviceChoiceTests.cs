using Gateway.Cli;
using Gateway.Cli.Choosing;
using Gateway.Core.Profiles;

namespace Gateway.Tests.Cli;

/// <summary>What a profile leaves open is said when the device is added, and not by editing the file afterwards.</summary>
public sealed class DeviceChoiceTests : IDisposable
{
    private static readonly string _profiles = Path.Combine(AppContext.BaseDirectory, "profiles");

    private readonly SiteFolder _folder = new();

    public static TheoryData<string> Names() => [.. new ProfileLibrary("/nonexistent/site.yaml", _profiles).Names];

    public void Dispose() => _folder.Dispose();

    private Task<CommandRun> AddAsync(params string[] arguments) =>
        CommandRun.Of(["device", "add", "--name", "new", .. arguments, "--yes", "--config", _folder.SiteFile]);

    private string Line() => File.ReadAllLines(_folder.SiteFile).Single(line => line.Contains(" new: ", StringComparison.Ordinal)).Trim();

    [Fact]
    public async Task Variant_channels_and_units_are_written_as_they_were_said()
    {
        var run = await AddAsync("--bus", "/dev/ttyUSB7", "-u", "3", "--profile", "water/prominent-dulcometer", "--every", "10s",
            "--channels", "e1=free_chlorine", "--channels", "e2=water_temperature,point=basin", "--units", "free_chlorine=ug/L", "--units", "basin=[degF]");
        Assert.True(run.ExitCode == ExitCode.Fine, run.Error);
        Assert.Equal("new: { profile: water/prominent-dulcometer, bus: bus1, unit: 3, channels: { e1: free_chlorine, e2: { quantity: water_temperature, "
            + "point: basin } }, units: { free_chlorine: ug/L, basin: \"[degF]\" }, every: 10s }", Line());
        Assert.Equal((ExitCode.Fine, ""), await CheckedAsync());
    }

    [Fact]
    public async Task Codes_of_units_byte_order_and_leave_to_write_are_written_too()
    {
        var run = await AddAsync("--bus", "/dev/ttyUSB7", "-u", "3", "--profile", "water/hach-3400-sc", "--byte-order", "CDAB",
            "--channels", "value=conductivity", "--units", "conductivity=mS/cm,code=1,code=0x0A", "--units", "temperature,code=3");
        Assert.True(run.ExitCode == ExitCode.Fine, run.Error);
        Assert.Contains("byte_order: CDAB, channels: { value: conductivity }, "
            + "units: { conductivity: { unit: mS/cm, code: [1, 10] }, temperature: { code: 3 } }",
            Line(), StringComparison.Ordinal);
        Assert.Equal((ExitCode.Fine, ""), await CheckedAsync());
        run = await CommandRun.Of(
            "device", "add", "--name", "air", "--bus", "/dev/ttyUSB8", "--serial", "19200-8N1", "-u", "97", "--profile", "hvac/sensirion-scd30",
            "--init", "true", "--yes", "--config", _folder.SiteFile);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Contains("init: true", File.ReadAllText(_folder.SiteFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_needed_and_missing_is_an_error_with_what_is_possible_and_the_command_that_says_it()
    {
        string before = File.ReadAllText(_folder.SiteFile);
        var run = await AddAsync("--bus", "/dev/ttyUSB7", "-u", "3", "--profile", "water/mjk-magflux");
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        string first = ProfileOf("water/mjk-magflux").Variants[0].Variant!;
        Assert.StartsWith("error: water/mjk-magflux describes several forms of the device\nhelp: possible: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"next: envgw --lang en device add --name new --bus /dev/ttyUSB7 -u 3 --profile water/mjk-magflux --yes --config {_folder.SiteFile} "
            + $"--variant {first}\n", run.Error, StringComparison.Ordinal);

        run = await AddAsync("--bus", "/dev/ttyUSB7", "-u", "3", "--profile", "waste/pt-pt113", "--lang", "zh-CN");
        Assert.Contains("未确定字节序", run.Error, StringComparison.Ordinal);
        Assert.Contains(" --byte-order ", run.Error, StringComparison.Ordinal);
        run = await AddAsync("--bus", "line", "-u", "3", "--profile", "water/endress-hauser-liquiline-cm44x");
        Assert.Contains("ai1…ai16=", run.Error, StringComparison.Ordinal);
        Assert.Contains("--channels ai1=", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_folder.SiteFile));
    }

    [Theory]
    [InlineData("--channels", "turbidity", "does not say what a slot measures")]
    [InlineData("--channels", "ai1=ph, scale=1", "does not say what a slot measures")]
    [InlineData("--units", "temperature", "does not say the unit of a point")]
    [InlineData("--units", "temperature=\"Cel\" }, x: {", "does not say the unit of a point")]
    public async Task What_has_another_form_is_refused_with_an_example(string option, string value, string error)
    {
        var run = await AddAsync("--bus", "line", "-u", "3", "--profile", "water/endress-hauser-liquiline-cm44x", option, value);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
        Assert.Contains($"help: write {option} ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--channels", "ai1=turbidty", "P224")]
    [InlineData("--channels", "ai99=turbidity", "P223")]
    [InlineData("--variant", "none", "C131")]
    [InlineData("--units", "ph=[pH]", "P208")]
    public async Task What_the_profile_does_not_know_is_told_and_not_written(string option, string value, string code)
    {
        string before = File.ReadAllText(_folder.SiteFile);
        var run = await AddAsync("--bus", "line", "-u", "3", "--profile", "water/endress-hauser-liquiline-cm44x", "--channels", "ai2=turbidity", option, value);
        Assert.Equal(ExitCode.ConfigurationInvalid, run.ExitCode);
        Assert.Contains($"error[{code}]", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_folder.SiteFile));
    }

    [Fact]
    public async Task A_person_is_asked_for_one_thing_after_the_other_and_again_after_a_wrong_word()
    {
        var asked = new List<string>();
        var answers = new Queue<string>(["CBAD", "CDAB", "", "value=conductivity", "", "mS/cm,code=1,code=2", ""]);
        using var error = new StringWriter();
        var questions = new DeviceQuestions(new CommandContext(TextWriter.Null, error, "en", Json: false), (question, _) =>
        {
            asked.Add(question.English);
            return Task.FromResult<string?>(answers.Dequeue());
        });
        var profile = ProfileOf("water/hach-3400-sc") with { Points = [] };
        var said = await questions.CompletedAsync(profile, new DeviceChoices(null, null, null, [], []), CancellationToken.None);
        Assert.Equal(", byte_order: CDAB, channels: { value: conductivity }, units: { conductivity: { unit: mS/cm, code: [1, 2] } }", said.Entry);
        Assert.Contains("'CBAD' is none of: ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, asked.Count(question => question.StartsWith("slot=quantity", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_input_that_ends_leaves_open_what_was_not_said()
    {
        var questions = new DeviceQuestions(
            new CommandContext(TextWriter.Null, TextWriter.Null, "zh-CN", Json: false), (_, _) => Task.FromResult<string?>(null));
        foreach (string name in Names().Select(row => row.Data))
        {
            var said = await questions.CompletedAsync(ProfileOf(name), new DeviceChoices(null, null, null, [], []), CancellationToken.None);
            Assert.Equal("", said.Entry);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_shipped_profile_can_be_added_with_what_it_asks_for_and_gives_a_site_without_a_remark(string name)
    {
        var profile = ProfileOf(name);
        var scale = profile.Forms[0].Scale;
        List<string> command = ["--profile", name];
        if (scale is not { IsAddressed: false }) command.AddRange(["-u", "3"]);
        var framing = profile.Forms[0].Framings[0];
        if (framing == Core.Site.BusFraming.Mbap) command.AddRange(["--bus", "tcp://192.0.2.20:502"]);
        else command.AddRange(["--bus", "/dev/ttyUSB7", .. framing == Core.Site.BusFraming.Ascii ? new[] { "--framing", "ascii" } : []]);

        var said = new DeviceChoices(null, null, null, [], []);
        while (DeviceNeeds.Of(profile, said) is [var need, ..])
        {
            string option = need.Option.Replace("code=…", "code=1", StringComparison.Ordinal);
            string[] words = option.Split(' ', 2);
            command.AddRange(words);
            said = need.Kind switch
            {
                NeedKind.Variant => said with { Variant = words[1] },
                NeedKind.ByteOrder => said with { ByteOrder = words[1] },
                NeedKind.Init => said with { Init = words[1] },
                NeedKind.Channels => said with { Channels = [Parsed(words[1])] },
                _ => said with { Units = [.. said.Units, UnitChoice.TryParse(words[1], out var unit) ? unit : throw new InvalidOperationException(words[1])] },
            };
        }
        var run = await AddAsync([.. command]);
        Assert.True(run.ExitCode == ExitCode.Fine, run.Error);
        Assert.Equal((ExitCode.Fine, ""), await CheckedAsync());
    }

    private static ChannelChoice Parsed(string written) =>
        ChannelChoice.TryParse(written, out var channel) ? channel : throw new InvalidOperationException(written);

    private static ProfileModel ProfileOf(string name) => new ProfileLibrary("/nonexistent/site.yaml", _profiles).Find(name)!.Compiled.Model!;

    private async Task<(int, string)> CheckedAsync()
    {
        var run = await CommandRun.Of("check", _folder.SiteFile);
        return (run.ExitCode, run.Error);
    }
}
