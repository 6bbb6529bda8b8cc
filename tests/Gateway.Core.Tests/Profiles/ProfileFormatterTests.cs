using System.Text;
using Gateway.Core.Profiles;

namespace Gateway.Core.Tests.Profiles;

public sealed class ProfileFormatterTests
{
    private const string Untidy =
        """
        # about this file
        version: 1.0.0
        profile:   own/probe

        tests:
        - { expect: {t: 21.5}, registers: {hr:0: "00D7"} }   # from the manual


        # how it is asked
        modbus: {unit: 9,   serial: 9600-8N1}
        device:
          # the maker
          model: X      
          manufacturer: Acme
          source: manual
          grade: A
        points:
          t: {read: hr:0,type: int16,   unit: Cel, quantity: temperature, scale: 0.1}       # tenths
          # another
          text:
            length: 4
            type: text
            # where it stands
            read: hr:9
            quantity: serial_number
        notes: >-
          two   blanks
          stay

        """;

    private const string Tidy =
        """
        # about this file
        profile: own/probe

        version: 1.0.0
        device:
          manufacturer: Acme
          # the maker
          model: X
          grade: A
          source: manual
        notes: >-
          two   blanks
          stay
        # how it is asked
        modbus: { serial: 9600-8N1, unit: 9 }
        points:
          t: { quantity: temperature, unit: Cel, read: hr:0, type: int16, scale: 0.1 }      # tenths
          # another
          text:
            quantity: serial_number
            # where it stands
            read: hr:9
            type: text
            length: 4
        tests:
        - { registers: { hr:0: "00D7" }, expect: { t: 21.5 } } # from the manual

        """;

    private static string? Format(string text) => ProfileFormatter.Format("p.yaml", Encoding.UTF8.GetBytes(text), out _);

    [Fact]
    public void Keys_come_in_their_order_and_comments_go_with_them() => Assert.Equal(Tidy.ReplaceLineEndings("\n"), Format(Untidy));

    [Fact]
    public void What_is_tidy_stays_as_it_is() => Assert.Equal(Format(Untidy), Format(Format(Untidy)!));

    [Fact]
    public void Windows_line_ends_become_line_feeds() => Assert.Equal(Format(Untidy), Format(Untidy.ReplaceLineEndings("\r\n")));

    [Theory]
    [InlineData("profile: a\nmodbus: {unit: 1\n")]
    [InlineData("points: { }\n")]
    [InlineData("just words\n")]
    [InlineData("")]
    public void A_text_with_mistakes_or_of_another_kind_is_left_alone(string text) => Assert.Null(Format(text));

    [Theory]
    [InlineData("a b: 'it''s'")]
    [InlineData("a b: \"a \\\" # no comment\"   # comment")]
    [InlineData("a b: 你好  # 注释")]
    [InlineData("a b: [1,2,  3]")]
    [InlineData("a b: {}")]
    [InlineData("a b:")]
    [InlineData("a b: { c:\n    d }")]
    public void Values_of_every_kind_keep_what_they_say(string line)
    {
        string? once = Format($"profile: p\n{line}\nversion: 1.0.0\n");
        Assert.NotNull(once);
        Assert.Equal(once, Format(once));
    }
}
