import CommandRuns
import Foundation
import LicenseBinding
import Programs
import Testing

/// Programs of a site and of a publisher that know of each other what is said by phone.
@Suite(.timeLimit(.minutes(5)))
struct PhoneChannelTests {
    private let story: CenterStory
    private var running: RunningCenter { story.running }
    private var site: CommandSite { story.running.site }

    init() async throws {
        story = try await CenterStory(overTLS: true)
    }

    private func write(_ text: String, to name: String) throws {
        let folder = URL(filePath: site.path(name)).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try site.write(text, to: name)
    }

    @Test func `48 digits go out, 120 come back, and the site is licensed`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let key = try await story.enrolled()
        let request = try await channel.request(bind: "key:" + key)
        // The same command shows the same digits.
        #expect(try await channel.request(bind: "key:" + key) == request)
        let rows = try await channel.rows(request, channel.kit.pin())
        // Nothing is asked a second time, and nothing is used up.
        #expect(try await channel.rows(request) == rows)
        let taken = try await channel.take(rows)
        #expect(taken.code == 0, "\(taken.text)")
        let license = try #require(taken.json?["license"])
        #expect(license["verdict"] == "accepted")
        #expect(taken.text.contains("GIVEN_BY_PHONE"))
        #expect(taken.json?["row"] == nil)
        let id = try #require(license["id"]?.text)
        let shown = try await story.keybound(["license", "show", id])
        #expect(shown.text.contains("by phone; its licensee is not verified"), "\(shown.text)")
        let verified = try await story.keybound(["license", "verify"])
        #expect(verified.code == 0, "\(verified.text)")
        #expect(verified.text.contains("keybound license exchange"))
        // It is taken once.
        let again = try await channel.take(rows)
        #expect(again.code == 3)
        #expect(again.json?["refused"]?["code"] == "NO_ANSWER_TO_US")
        #expect(try await channel.licenses().count == 1)
    }

    @Test func `slips in the answer are mended, and named by row and group`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let request = try await channel.request(bind: "machine")
        let rows = try await channel.rows(request, channel.kit.pin())
        var hopeless = rows
        hopeless[1] = hopeless[1].slip(at: 0).slip(at: 9).slip(at: 20)
        let refused = try await channel.take(hopeless)
        // Three slips may look right to a check digit, one time in ten.
        #expect(refused.code == 3)
        if refused.json?["row"] != nil {
            #expect(refused.json?["row"] == .integer(2))
            #expect(refused.json?["repaired"] == .bool(false))
        }
        var short = rows
        short[3].removeLast()
        let lacking = try await story.keybound(
            ["license", "phone-answer", short.joined(separator: "\n"), "--json"])
        #expect(lacking.code == 3)
        #expect(lacking.json?["row"] == .integer(4))
        var slipped = rows
        slipped[2] = slipped[2].slip(at: 13)
        let taken = try await channel.take(slipped)
        #expect(taken.code == 0, "\(taken.text)")
        #expect(taken.json?["row"] == .integer(3))
        #expect(taken.json?["group"] == .integer(3))
        #expect(taken.json?["repaired"] == .bool(true))
        #expect(taken.json?["license"]?["verdict"] == "accepted")
    }

    @Test func `an answer to another computer, request or kit is refused with its reason`()
        async throws
    {
        let channel = try await PhoneChannel(story, workplaces: 2)
        let others = try await PhoneChannel(story, ["--phone-days", "30"])
        try await story.trust(on: "other")
        for computer in ["state", "other"] { try await channel.takeCatalog(on: computer) }
        let request = try await channel.request(bind: "machine")
        let rows = try await channel.rows(request, channel.kit.pin())
        let elsewhere = try await channel.take(rows, on: "other")
        #expect(elsewhere.code == 3)
        #expect(elsewhere.text.contains("No request by phone waits here"), "\(elsewhere.text)")
        _ = try await channel.request(bind: "machine", on: "other")
        let foreign = try await channel.take(rows, on: "other")
        #expect(foreign.code == 3)
        #expect(foreign.json?["refused"]?["code"] == "NO_ANSWER_TO_US")
        #expect(foreign.text.contains("of another computer or of another time"), "\(foreign.text)")
        // The terms code of another kit was typed.
        let mixed = try await story.keybound(
            ["license", "activate", "--channel", "phone", "--json", "--operation", "first-run"]
                + ["--registration", channel.kit.registration, "--terms-code", others.termsCode]
                + ["--entitlement", channel.entitlements[1], "--bind", "machine"]
                + ["--licensee-file", site.path("licensee.json")], on: "other")
        let digits = try #require(mixed.json?["request"]?.text)
        let mistaken = try await channel.rows(digits, channel.kit.pin(workplace: 2))
        let refused = try await channel.take(mistaken, on: "other")
        #expect(refused.code == 3)
        #expect(
            refused.text.contains("terms code \(channel.termsCode.prefix(3))-"), "\(refused.text)")
        #expect(try await channel.take(rows).code == 0)
    }

    @Test func `the publisher hears which group was misheard`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let request = try await channel.request(bind: "machine")
        let misheard = try await channel.phone(request.slip(at: 26), channel.kit.pin())
        #expect(misheard.code == 3)
        let json = try JSONScanner.value(of: Array(misheard.output.utf8))["refused"]
        #expect(json?["code"] == "REQUEST_MISHEARD")
        #expect(json?["groups"] == .array([.integer(5)]))
        let told = try await running.center(["phone", request.slip(at: 26)])
        #expect(told.output.contains("Please read group 5 again"))
        #expect(try await channel.licenses().isEmpty)
        // Without a PIN nobody is answered.
        let unproven = try await running.center(["phone", request])
        #expect(unproven.code == 64, "\(unproven.output) \(unproven.errors)")
    }

    @Test func `what the phone key is not for is told before anybody calls`() async throws {
        _ = try await running.center([
            "phone-key", "rotate", "--phone-seats", "3", "--phone-product", "planner",
        ])
        let channel = try await PhoneChannel(story, ["--seats", "5"])
        try await channel.takeCatalog()
        // The key of before has no limits, and its certificate is still known.
        let request = try await channel.request(bind: "machine")
        let refused = try await channel.phone(request, channel.kit.pin())
        #expect(refused.code == 3)
        #expect(refused.output.contains("PHONE_LIMIT"))
        #expect(refused.output.contains("5 seats, and 3 at the most"))
        for _ in 0..<3 {
            _ = try await running.center(["phone-key", "rotate", "--phone-seats", "3"])
        }
        try await channel.takeCatalog()
        let asked = try await story.keybound(
            channel.arguments(bind: "machine", operation: ["recovery"]) + ["--json"])
        #expect(asked.code == 3, "\(asked.text)")
        #expect(asked.text.contains("5 seats"), "\(asked.text)")
    }

    @Test func `a rotated key signs, and sites need the new catalog for it`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        _ = try await running.center(["phone-key", "rotate"])
        let request = try await channel.request(bind: "machine")
        let rows = try await channel.rows(request, channel.kit.pin())
        let unknown = try await channel.take(rows)
        #expect(unknown.code == 3)
        #expect(unknown.json?["refused"]?["code"] == "PHONE_KEY_UNKNOWN", "\(unknown.text)")
        #expect(unknown.text.contains("keybound publisher add FILE"))
        try await channel.takeCatalog()
        #expect(try await channel.take(rows).code == 0)
        let shown = try await running.center(["phone-key", "show", "--json"])
        let keys = try JSONScanner.value(of: Array(shown.output.utf8))["keys"]
        #expect(keys?.elements.map { $0["number"] } == [.integer(0), .integer(1)])
    }

    @Test func `without the catalog, or with a code that it does not know, nobody calls`()
        async throws
    {
        let channel = try await PhoneChannel(story)
        let bare = try await story.keybound(channel.arguments(bind: "machine") + ["--json"])
        #expect(bare.code == 1)
        #expect(bare.text.contains("catalog is needed"), "\(bare.text)")
        try await channel.takeCatalog()
        let newer = try await PhoneChannel(story, ["--phone-days", "7"])
        let unknown = try await story.keybound(newer.arguments(bind: "machine") + ["--json"])
        #expect(unknown.code == 1)
        #expect(unknown.text.contains("with a newer one"), "\(unknown.text)")
        let slip = try await story.keybound(
            channel.arguments(bind: "machine", entitlement: channel.entitlements[0].slip(at: 4)))
        #expect(slip.code == 64)
        let pin = try await story.keybound(
            channel.arguments(bind: "machine") + ["--pin-file", story.pinFile(channel.kit.pin())])
        #expect(pin.code == 64)
    }

    @Test
    func `a request goes on where little of the computer has changed, and not where much has`()
        async throws
    {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        func root(_ name: String, board: String, disk: String, version: String) throws -> String {
            for (path, text) in [
                ("etc/machine-id", "0123456789abcdef0123456789abcdef"),
                ("etc/os-release", "NAME=Debian\nVERSION_ID=\"\(version)\""),
                ("proc/meminfo", "MemTotal: 16777216 kB"),
                ("sys/class/dmi/id/board_vendor", board), ("sys/class/dmi/id/board_name", board),
                ("sys/class/dmi/id/bios_vendor", disk), ("sys/class/dmi/id/bios_version", disk),
            ] { try write(text + "\n", to: "\(name)/\(path)") }
            return site.path(name)
        }
        func request(_ root: String) async throws -> String? {
            try await story.keybound(
                channel.arguments(bind: "machine") + ["--json", "--sysroot", root]
            ).json?["request"]?.text
        }
        let first = try await request(root("one", board: "A", disk: "B", version: "12"))
        #expect(first?.count == 48)
        #expect(try await request(root("two", board: "A", disk: "B", version: "13")) == first)
        #expect(try await request(root("three", board: "X", disk: "B", version: "13")) == first)
        #expect(try await request(root("four", board: "X", disk: "Y", version: "13")) != first)
        // What shows nothing of itself is no computer.
        try write("", to: "empty/etc/nothing")
        let empty = try await story.keybound(
            channel.arguments(bind: "machine") + ["--json", "--sysroot", site.path("empty")])
        #expect(empty.code == 1)
        #expect(empty.text.contains("too little is known of this computer"), "\(empty.text)")
    }

    @Test func `the center serves without its phone key, and says what is missing`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let request = try await channel.request(bind: "machine")
        try FileManager.default.removeItem(atPath: site.path("home/phone-0.key"))
        #expect(try await running.center(["kit", "show", channel.kit.registration]).code == 0)
        let answered = try await channel.phone(request, channel.kit.pin())
        #expect(answered.code == 1)
        #expect(answered.errors.contains("phone-0.key"), "\(answered.errors)")
        _ = try await running.center(["phone-key", "rotate"])
        #expect(try await channel.phone(request, channel.kit.pin()).code == 0)
        try site.write("nonsense", to: "home/phone-0.jwt")
        let noted = try await running.center(["phone-key", "show"])
        #expect(noted.code == 0)
        #expect(noted.errors.contains("phone-0.jwt"))
    }

    @Test func `a kit that no answer by phone could be for is made with a word on it`()
        async throws
    {
        _ = try await running.center(["phone-key", "rotate", "--phone-days", "30"])
        let made = try await running.center([
            "kit", "create", "--product", "planner", "--workplaces", "1", "--csv",
            site.path("pins.csv"),
        ])
        #expect(made.code == 0)
        #expect(made.errors.contains("90 days, and 30 at the longest"), "\(made.errors)")
    }

    @Test func `what was kept of a call and is damaged is typed again`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let rows = try await channel.rows(channel.request(bind: "machine"), channel.kit.pin())
        let folder = site.path("state/requests")
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder)
                .first { $0.hasPrefix("phone-") })
        let path = folder + "/" + name
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let many = (0..<7).map { "\"\($0 == 1 ? "nonsense" : rows[min($0, 4)])\"" }
        let damaged = text.replacing(
            "\"rows\": []", with: "\"rows\": [\(many.joined(separator: ","))]")
        try #require(damaged != text)
        try damaged.write(toFile: path, atomically: true, encoding: .utf8)
        let taken = try await story.atTerminal(
            channel.arguments(bind: "machine"), [("row 2: ", rows[1] + "\n"), ("Installed", "")])
        #expect(taken.code == 0, "\(taken.text)")
    }

    @Test func `digits whose license has ended are made anew`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let request = try await channel.request(bind: "machine")
        _ = try await channel.rows(request, channel.kit.pin())
        let id = try #require(
            try await running.center(
                ["license", "list", "--registration", channel.kit.registration]
            ).output.firstMatch(of: /[0-9a-z]{20}/)
        ).0
        _ = try await running.center(["license", "revoke", String(id)])
        let ended = try await running.center(["phone", request])
        #expect(ended.code == 3)
        #expect(ended.output.contains("--anew"), "\(ended.output)")
        #expect(try await channel.request(bind: "machine") == request)
        let anew = try await channel.request(bind: "machine", operation: ["first-run", "--anew"])
        #expect(anew != request)
        #expect(try await channel.request(bind: "machine") == anew)
    }

    @Test func `an emergency is helped by phone`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let key = try await story.enrolled()
        try await channel.license(bind: "key:" + key)
        let asked = try await story.keybound(
            ["license", "emergency", "--channel", "phone", "--registration"]
                + [channel.kit.registration, "--entitlement", channel.entitlements[0]]
                + ["--terms-code", channel.termsCode, "--json"]
                + ["--licensee-file", site.path("licensee.json")])
        let request = try #require(asked.json?["request"]?.text, "\(asked.text)")
        let rows = try await channel.rows(request, channel.kit.pin("backup-2"))
        let taken = try await channel.take(rows)
        #expect(taken.code == 0, "\(taken.text)")
        #expect(taken.text.contains("EXPIRES_SOON"))
    }

    @Test func `an answer comes from standard input as it was pasted`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let rows = try await channel.rows(channel.request(bind: "machine"), channel.kit.pin())
        let groups = rows.map { row in
            stride(from: 0, to: 24, by: 6).map { String(row.dropFirst($0).prefix(6)) }
                .joined(separator: " - ")
        }
        try site.write(groups.joined(separator: "\r\n") + "\r\n", to: "pasted.txt")
        let program = Program.pathOfBuilt("keybound-simulated")
        let taken = try await Program(
            "/bin/sh",
            environment: [
                "PATH": "/usr/bin:/bin", "KEYBOUND_STATE_DIR": site.path("state"),
                "KEYBOUND_SIMULATED_KEYS": site.path("plugged"),
            ]
        ).run(["-c", "\(program) license phone-answer - < \(site.path("pasted.txt"))"])
        #expect(taken.code == 0, "\(taken.output) \(taken.errors)")
        #expect(taken.output.contains("Installed"))
    }

    @Test func `a QR code has the digits, for the request and for the answer`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let asked = try await story.keybound(
            channel.arguments(bind: "machine")
                + ["--json", "--qr-file", site.path("request.png")])
        let request = try #require(asked.json?["request"]?.text, "\(asked.text)")
        #expect(try await scanned("request.png") == request)
        let rows = try await channel.rows(request, channel.kit.pin())
        let shown = try await running.center([
            "phone", request, "--qr", "--qr-file", site.path("answer.png"),
        ])
        #expect(shown.output.contains("█"))
        #expect(shown.output.contains("row 5"))
        #expect(try await scanned("answer.png") == rows.joined())
        let svg = try await story.keybound(
            channel.arguments(bind: "machine") + ["--json", "--qr-file", site.path("request.svg")])
        #expect(svg.code == 0)
        #expect(
            try String(contentsOfFile: site.path("request.svg"), encoding: .utf8).contains("<svg"))
        // The same again is right; no other file is written over, and no other kind is promised.
        let again = try await story.keybound(
            channel.arguments(bind: "machine") + ["--json", "--qr-file", site.path("request.svg")])
        #expect(again.code == 0)
        let taken = try await story.keybound(
            channel.arguments(bind: "key:hasp:5")
                + ["--json", "--qr-file", site.path("request.svg")])
        #expect(taken.code == 1)
        #expect(taken.json?["request"] == nil)
        let flags = try await story.keybound(
            channel.arguments(bind: "machine") + ["--json", "--qr"])
        #expect(flags.code == 64)
        let other = try await story.keybound(
            channel.arguments(bind: "machine") + ["--json", "--qr-file", site.path("request.gif")])
        #expect(other.code == 64)
    }

    private func scanned(_ name: String) async throws -> String {
        try await Program("/usr/bin/zbarimg").run([
            "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", site.path(name),
        ]).output.filter(\.isNumber)
    }
}
