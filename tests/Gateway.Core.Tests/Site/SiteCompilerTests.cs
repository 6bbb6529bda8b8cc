using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Site;

public sealed class SiteCompilerTests
{
    private static SiteCompilation Example() => Sites.Compile(File.ReadAllText(Path.Combine(Repository.Root, "install", "site.example.yaml")));

    [Fact]
    public void The_example_site_compiles_without_a_word()
    {
        var compiled = Example();
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
        Assert.NotNull(compiled.Model);
    }

    [Fact]
    public void The_example_site_becomes_the_model_it_says()
    {
        var model = Example().Model!;
        Assert.Equal(("nt-h07", "南通市第七医院", "Asia/Shanghai"), (model.Id, model.Name.In("zh-CN"), model.TimeZone));
        Assert.Equal(
            ["/dev/envgw/usb-1.2 9600-8N1", "tcp://192.0.2.20:502", "/dev/ttyUSB1 9600-7E1", "rtu+tcp://192.0.2.21:4001"],
            model.Buses.Select(bus => bus.Display));
        Assert.Equal([BusFraming.Rtu, BusFraming.Mbap, BusFraming.Scale, BusFraming.Rtu], model.Buses.Select(bus => bus.Framing));
        Assert.Equal(("toledo-continuous", 0), (model.Devices[^1].Scale?.Protocol, model.Devices[^1].Unit));

        var outlet = model.Devices[0];
        Assert.Equal(("outlet", 247, "plant-outlet", 0), (outlet.Name, outlet.Unit, outlet.Class, outlet.Bus));
        Assert.Equal(["outlet/turbidity", "outlet/free_chlorine", "outlet/ph"], outlet.Points.Select(number => model.Points[number].Id));
        Assert.Equal([0, 4, 8], outlet.Points.Select(number => (int)model.Points[number].Decoding.Reference.Range.Address));
        Assert.Equal(["turbidity", "free_chlorine", "ph"], outlet.StatusWords.Select(word => Assert.Single(word.Points)));
        Assert.Equal(model.Points.Select((_, number) => number), model.Points.Select(point => point.Number));
        Assert.Equal(model.Alarms.Select((_, number) => number), model.Alarms.Select(alarm => alarm.Number));

        var feed = Assert.Single(model.Feeds);
        Assert.Equal(("mqtt.example", 8883, true, "envgw1/default/nt-h07"), (feed.Host, feed.Port, feed.UsesTls, feed.TopicRoot));
        Assert.Equal(("/etc/envgw/box.pem", "box_key", null), (feed.ClientCertificateFile, feed.ClientKey?.Name, feed.ClientKeyFile));
        Assert.Equal(new ReadingSelection(false, TimeSpan.FromSeconds(60), true), feed.Readings);
        Assert.Equal(("/var/lib/envgw", TimeSpan.FromDays(30), 2L << 30), (model.Buffer.Path, model.Buffer.Keep, model.Buffer.MaximumBytes));
    }

    [Fact]
    public void A_pack_that_limits_nothing_of_a_bin_is_a_warning_and_no_error()
    {
        var compiled = Sites.Compile(
            """
            site: { id: bins }
            buses: { bins: { port: /dev/ttyUSB1, serial: 9600-7E1 } }
            devices: { sharps-bin: { profile: waste/mettler-toledo-continuous, bus: bins, class: waste-storage, limits: [medical-waste-cn] } }
            """);
        Assert.NotNull(compiled.Model);
        Assert.Equal(["A103"], compiled.Problems.Select(problem => problem.Kind.Code));
    }

    [Fact]
    public void A_limit_of_the_site_replaces_that_of_the_pack_and_every_device_watches_itself()
    {
        var alarms = Example().Model!.Alarms.ToDictionary(alarm => alarm.Id);
        var own = alarms["outlet/turbidity/high"];
        Assert.Equal((0.8, 0.05, TimeSpan.FromSeconds(60), 2, "site"), (own.Setpoint, own.Deadband, own.OnDelay, own.Priority, own.Source));
        Assert.Equal(TimeSpan.FromMinutes(5), own.OffDelay);   // said by the pack, not by the site
        var low = alarms["outlet/free_chlorine/low"];
        Assert.Equal((0.3, "GB 5749 (2022), Table 2"), (low.Setpoint, low.Source));
        Assert.Equal((8.5, 6.5), (alarms["outlet/ph/high"].Setpoint, alarms["outlet/ph/low"].Setpoint));
        Assert.Equal(20, alarms["cold-store/air_temperature/high"].Setpoint);
        foreach (string device in new[] { "outlet", "theatre-3", "cold-store", "sharps-bin" })
        {
            Assert.Equal(AlarmKind.CommFailure, alarms[$"{device}/comm-failure"].Kind);
            Assert.Equal(3, alarms[$"{device}/stale"].Priority);
            Assert.Null(alarms[$"{device}/bad-quality"].Point);
        }
        Assert.Equal((TimeSpan.FromMinutes(5), 2), (alarms["cold-store/comm-failure"].OnDelay, alarms["cold-store/comm-failure"].Priority));
    }

    [Fact]
    public void The_digest_follows_every_file_and_nothing_else()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "install", "site.example.yaml"));
        string first = Sites.Compile(text).Model!.Digest;
        Assert.Equal(first, Sites.Compile(text).Model!.Digest);
        Assert.NotEqual(first, Sites.Compile(text + "# a word\n").Model!.Digest);
        Assert.Matches("^[0-9a-f]{64}$", first);
        Assert.Contains(Sites.Compile(text).Files, file => file.Name.EndsWith("gb-5749-2022.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_of_buses_devices_feeds_and_buffer_reaches_the_model()
    {
        var compiled = Sites.Compile("""
            site: { id: box-1 }
            buses:
              a: { port: /dev/ttyS0, serial: 19200-8E1, framing: ascii, timeout: 2s, request_gap: 5ms, rs485: true, echo: true }
              b: { connect: "tcp://[2001:db8::7]", in_flight: 4 }
              c: { connect: rtu+tcp://moxa.example:4001 }
              d: { connect: ascii+tcp://10.0.0.9:4002 }
              e: { connect: udp://10.0.0.10 }
            devices:
              meter: { label: Meter, profile: common/eastron-sdm, bus: c, unit: 7, every: { frequency: 2s }, timeout: 3s, request_gap: 50ms }
              second: { profile: common/eastron-sdm, bus: b, every: 20s,
                  alarms: { voltage_l1: { high: { setpoint: 253, on_delay: 5s, priority: 1 }, low: 207, deadband: 2 } } }
            feeds:
              city:
                broker: mqtt://10.1.2.3
                org: acme
                topic: "x/{org}/{gateway}"
                client_id: box-1-city
                user: box
                password: "${secret:city}"
                keep_alive: 60s
                session_expiry: 2h
                window: 8
                compress: false
                protocol: 3.1.1
                send: { alarms: none, readings: all }
              quiet: { broker: "mqtts://mqtt.example", ca: ca.pem, client_certificate: { cert: box.pem, key: box.key }, protocol: 5, send: { readings: none } }
            buffer: { path: /data/envgw, keep: 7d, maximum: 512MB, commit_every: 250ms }
            """);
        Assert.Equal(["M103"], compiled.Problems.Select(problem => problem.Code));
        var model = compiled.Model!;
        var a = model.Buses[0];
        Assert.Equal((BusFraming.Ascii, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(5), true, true),
            (a.Framing, a.Timeout, a.RequestGap, a.KernelRs485, a.HasEcho));
        Assert.Equal(("2001:db8::7", 502, 4, "tcp://[2001:db8::7]:502"),
            (model.Buses[1].Address, model.Buses[1].Port, model.Buses[1].MaximumInFlight, model.Buses[1].Display));
        Assert.Equal((BusFraming.Rtu, BusTransport.Tcp, 4001), (model.Buses[2].Framing, model.Buses[2].Transport, model.Buses[2].Port));
        Assert.Equal(BusFraming.Ascii, model.Buses[3].Framing);
        Assert.Equal((BusFraming.Mbap, BusTransport.Udp), (model.Buses[4].Framing, model.Buses[4].Transport));

        var meter = model.Devices[0];
        Assert.Equal((7, "Meter", TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(50), 60),
            (meter.Unit, meter.Label.English, meter.Timeout, meter.RequestGap, meter.MaximumRegisters));
        Assert.Equal(1, model.Devices[1].Unit);
        Assert.Equal(TimeSpan.FromSeconds(2), model.Points.Single(point => point.Id == "meter/frequency").Every);
        Assert.Equal(TimeSpan.FromSeconds(5), model.Points.Single(point => point.Id == "meter/voltage_l1").Every);
        var slowed = model.Points.Single(point => point.Id == "second/frequency");
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60)), (slowed.Every, slowed.StaleAfter));
        var high = model.Alarms.Single(alarm => alarm.Id == "second/voltage_l1/high");
        Assert.Equal((253, 2, TimeSpan.FromSeconds(5), 1), (high.Setpoint, high.Deadband, high.OnDelay, high.Priority));
        var low = model.Alarms.Single(alarm => alarm.Id == "second/voltage_l1/low");
        Assert.Equal((207, 2, TimeSpan.Zero, 2), (low.Setpoint, low.Deadband, low.OnDelay, low.Priority));

        var city = model.Feeds[0];
        Assert.Equal(("10.1.2.3", 1883, false, "x/acme/box-1", "box-1-city", "box", "city"),
            (city.Host, city.Port, city.UsesTls, city.TopicRoot, city.ClientIdentifier, city.UserName, city.Password?.Name));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromHours(2), 8, false, 4),
            (city.KeepAlive, city.SessionExpiry, city.Window, city.Compress, city.ProtocolVersion));
        Assert.Equal((false, ReadingSelection.All), (city.SendsAlarms, city.Readings));
        var quiet = model.Feeds[1];
        Assert.Equal(("envgw-box-1-quiet", 8883, 5, true, true),
            (quiet.ClientIdentifier, quiet.Port, quiet.ProtocolVersion, quiet.SendsAlarms, quiet.Readings.None));
        Assert.Equal((Sites.Beside("ca.pem"), Sites.Beside("box.pem"), Sites.Beside("box.key")),
            (quiet.AuthorityFile, quiet.ClientCertificateFile, quiet.ClientKeyFile));
        Assert.Equal(("/data/envgw", TimeSpan.FromDays(7), 512L << 20, TimeSpan.FromMilliseconds(250)),
            (model.Buffer.Path, model.Buffer.Keep, model.Buffer.MaximumBytes, model.Buffer.CommitEvery));
    }
}
