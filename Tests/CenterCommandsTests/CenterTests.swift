import CommandRuns
import Foundation
import LicenseBinding
import Testing

struct CenterTests {
    private func files(_ site: CommandSite) throws -> [String: Data] {
        let home = site.path("home")
        let names = try FileManager.default.contentsOfDirectory(atPath: home)
        return Dictionary(
            uniqueKeysWithValues: try names.map { name in
                (name, try Data(contentsOf: URL(filePath: "\(home)/\(name)")))
            })
    }

    @Test func `init makes keys that only their owner reads, and prints none of them`()
        async throws
    {
        let site = try CommandSite()
        let result = await site.center("init", "--publisher", "Example Publisher")
        #expect(result.code == 0)
        for name in ["root.key", "issuing.key"] {
            let path = site.path("home/" + name)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? Int) == 0o600)
            let key = try JSONScanner.value(of: Array(Data(contentsOf: URL(filePath: path))))
            let secret = try #require(key["d"]?.text)
            #expect(!result.output.contains(secret))
            #expect(!result.diagnostics.contains(secret))
        }
        #expect(result.output.contains("publisher.jwk"))
    }

    @Test func `init never overwrites a publisher's keys`() async throws {
        let site = try await CommandSite.trusting()
        let before = try files(site)
        let result = await site.center("init", "--publisher", "Another")
        #expect(result.code == 1)
        #expect(try files(site) == before)
    }

    @Test func `a rotation changes the issuing key and leaves the root`() async throws {
        let site = try await CommandSite.trusting()
        let before = try files(site)
        #expect(await site.center("issuer", "rotate").code == 0)
        let after = try files(site)
        #expect(after["root.key"] == before["root.key"])
        #expect(after["publisher.jwk"] == before["publisher.jwk"])
        #expect(after["issuing.key"] != before["issuing.key"])
    }

    @Test func `the root may be kept elsewhere, and another root is refused`() async throws {
        let site = try await CommandSite.trusting()
        let other = try await CommandSite.trusting()
        try FileManager.default.moveItem(
            atPath: site.path("home/root.key"), toPath: site.path("offline.key"))
        #expect(await site.center("issuer", "rotate").code == 1)
        let foreign = other.path("home/root.key")
        #expect(await site.center("issuer", "rotate", "--root-key", foreign).code == 1)
        let kept = site.path("offline.key")
        #expect(await site.center("issuer", "rotate", "--root-key", kept).code == 0)
    }

    @Test func `a key that others may read signs nothing`() async throws {
        let site = try await CommandSite.trusting()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: site.path("home/issuing.key"))
        await #expect(throws: CommandSite.Failure.self) {
            try await site.issue("a.lic", bind: "key:usb:0a89-0002:A")
        }
    }

    @Test func `an expired issuing key signs nothing and says what to do`() async throws {
        let site = try await CommandSite.trusting()
        site.wait(.seconds(732 * 86400))
        let result = await site.center(
            "issue", "--product", "p", "--licensee", "l", "--bind", "key:hasp:1", "-o",
            site.path("a.lic"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("issuer rotate"))
    }

    @Test(arguments: ["usb:0529-0001:", "0529:0001", "usb:0529-0003:123"])
    func `binding to a HASP without a readable ID is refused with the reason`(
        _ key: String
    ) async throws {
        let site = try await CommandSite.trusting()
        let result = await site.center(
            "issue", "--product", "p", "--licensee", "l", "--bind", "key:" + key, "-o",
            site.path("a.lic"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("shows no ID on the USB bus"))
        #expect(!FileManager.default.fileExists(atPath: site.path("a.lic")))
    }

    @Test(arguments: [
        ["--expires", "1900-01-01"],
        (0..<1500).flatMap { ["--feature", String(repeating: "x", count: 200) + "\($0)"] },
    ])
    func `a license that every site would refuse is not written`(
        _ options: [String]
    ) async throws {
        let site = try await CommandSite.trusting()
        let arguments = ["issue", "--product", "p", "--licensee", "l", "--bind", "key:hasp:1"]
        let result = await site.center(arguments + options + ["-o", site.path("a.lic")])
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("no site would accept"))
        #expect(!FileManager.default.fileExists(atPath: site.path("a.lic")))
    }

    @Test func `a center that has lost its secret makes no new one beside its PINs`() async throws {
        let site = try await CommandSite.trusting()
        #expect(await site.center("product", "add", "planner", "--name", "Planner").code == 0)
        try FileManager.default.moveItem(
            atPath: site.path("home/center.key"), toPath: site.path("kept"))
        let lost = await site.center("kit", "list")
        #expect(lost.code == 1)
        #expect(lost.diagnostics.contains("bring it back"))
        #expect(!FileManager.default.fileExists(atPath: site.path("home/center.key")))
        try FileManager.default.moveItem(
            atPath: site.path("kept"), toPath: site.path("home/center.key"))
        #expect(await site.center("kit", "list").code == 0)
    }

    @Test func `a kit says what its licenses allow`() async throws {
        let site = try await CommandSite.trusting()
        #expect(await site.center("product", "add", "planner", "--name", "Planner").code == 0)
        let made = await site.center(
            "kit", "create", "--product", "planner", "--workplaces", "1", "--csv",
            site.path("pins.csv"), "--feature", "export=3", "--seats", "5", "--expires",
            "2027-12-31", "--minimum-assurance", "signed", "--grace-running", "12h")
        #expect(made.code == 0, "\(made.diagnostics)")
        let terms = await site.center("kit", "list", "--json").json?["kits"]?[0]?["terms"]
        #expect(terms?["features"]?["export"]?["seats"] == .integer(3))
        #expect(terms?["seats"]?["count"] == .integer(5))
        #expect(terms?["exp"] == .integer(1_830_297_599))
        #expect(terms?["minimumAssurance"] == "signed")
        #expect(terms?["grace"]?["running"] == .integer(43200))
    }

    @Test func `no file of a person's is overwritten`() async throws {
        let site = try await CommandSite.trusting()
        try site.write("mine", to: "a.lic")
        await #expect(throws: CommandSite.Failure.self) {
            try await site.issue("a.lic", bind: "key:hasp:1")
        }
        #expect(try String(contentsOfFile: site.path("a.lic"), encoding: .utf8) == "mine")
    }

    @Test func `a license says what was asked for`() async throws {
        let site = try await CommandSite.trusting()
        let id = try await site.install(
            bind: "key:hasp:978493417",
            [
                "--spare", "usb:0a89-0002:B", "--quorum", "2", "--grace-running", "12h",
                "--grace-start", "90s", "--expires", "2027-12-31", "--feature", "reports",
                "--feature", "export=3", "--seats", "5",
            ])
        let shown = await site.keybound("license", "show", id, "--json")
        let claims = try #require(shown.json?["claims"])
        #expect(claims["exp"] == .integer(1_830_297_599))
        #expect(claims["features"]?["export"]?["seats"] == .integer(3))
        #expect(claims["seats"]?["count"] == .integer(5))
        #expect(claims["binding"]?["quorum"] == .integer(2))
        #expect(claims["binding"]?["grace"]?["running"] == .integer(43200))
        #expect(claims["binding"]?["grace"]?["start"] == .integer(90))
        #expect(claims["binding"]?["keys"]?[1]?["role"] == "spare")
    }

    @Test(arguments: [
        ["--bind", "key"], ["--bind", "usb:0a89-0002:A"], ["--bind", "key-or-machine:hasp:1"],
        ["--bind", "key:hasp:1", "--quorum", "2"], ["--bind", "key:hasp:1", "--seats", "0"],
        ["--bind", "key:hasp:1", "--expires", "soon"],
        ["--bind", "key:hasp:1", "--grace-start", "-1d"],
        ["--bind", "key:hasp:1", "--feature", "a", "--feature", "a"],
        ["--bind", "machine:m.json", "--spare", "hasp:1"],
    ])
    func `what cannot be meant is a usage error`(_ options: [String]) async throws {
        let site = try await CommandSite.trusting()
        let arguments = ["issue", "--product", "p", "--licensee", "l", "-o", site.path("a.lic")]
        #expect(await site.center(arguments + options).code == 64)
    }

    @Test func `a rebound license keeps its content and names what it replaces`() async throws {
        let site = try await CommandSite.trusting()
        try await site.issue("a.lic", bind: "key:hasp:1", ["--spare", "hasp:2", "--seats", "5"])
        let old = try await site.install("a.lic")
        let result = await site.center(
            "rebind", site.path("a.lic"), "--to-key", "hasp:3", "-o", site.path("b.lic"))
        #expect(result.code == 0)
        let new = try await site.install("b.lic")
        let claims = await site.keybound("license", "show", new, "--json").json?["claims"]
        #expect(claims?["supersedes"]?[0]?.text == old)
        #expect(claims?["seats"]?["count"] == .integer(5))
        #expect(claims?["binding"]?["keys"]?[0]?["id"] == "hasp:3")
        #expect(claims?["binding"]?["keys"]?[1]?["id"] == "hasp:2")
    }

    @Test func `a license of another publisher is not rebound`() async throws {
        let (site, other) = (try await CommandSite.trusting(), try await CommandSite.trusting())
        try await other.issue("a.lic", bind: "key:hasp:1")
        let result = await site.center(
            "rebind", other.path("a.lic"), "--to-key", "hasp:3", "-o", site.path("b.lic"))
        #expect(result.code == 1)
        #expect(result.diagnostics.contains("ISSUER_UNKNOWN"))
    }
}
