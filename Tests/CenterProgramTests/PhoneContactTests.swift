import CenterClient
import CenterProtocol
import CommandRuns
import Foundation
import HTTPAsking
import LicenseBinding
import Programs
import Testing

/// A site that was licensed by phone, and is online again.
@Suite(.timeLimit(.minutes(5)))
struct PhoneContactTests {
    private let story: CenterStory
    private var running: RunningCenter { story.running }
    private var site: CommandSite { story.running.site }

    init() async throws {
        story = try await CenterStory(overTLS: true)
    }

    @Test func `online again, the license is exchanged for an ordinary one`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let id = try await channel.license(bind: "machine")
        try await running.start()
        let exchanged = try await story.keybound(["license", "exchange"] + story.center)
        #expect(exchanged.code == 0, "\(exchanged.text)")
        let new = try #require(exchanged.json?["license"]?["id"]?.text)
        #expect(exchanged.json?["supersedes"] == .array([.string(id)]))
        let left = try FileManager.default.contentsOfDirectory(atPath: site.path("state/licenses"))
        #expect(left == [new + ".lic"])
        #expect(!exchanged.text.contains("GIVEN_BY_PHONE"))
        let shown = try await story.keybound(["license", "show", new])
        #expect(shown.text.contains("never"), "\(shown.text)")
        let once = try await story.keybound(["license", "exchange"] + story.center)
        #expect(once.json?["all"] == .array([]))
        #expect(try await channel.licenses().count == 2)
    }

    @Test func `whatever else brings the site to the center exchanges it too`() async throws {
        let channel = try await PhoneChannel(story, workplaces: 2)
        try await channel.takeCatalog()
        let id = try await channel.license(bind: "machine")
        try await running.start()
        let other = try await PhoneChannel(story)
        let activated = try await story.activate(other.kit, other.kit.pin(), bind: "key:hasp:5")
        #expect(activated.code == 0, "\(activated.text)")
        #expect(activated.text.contains("\(id), which was given by phone, was exchanged"))
        let listed = try await story.keybound(["license", "exchange"] + story.center)
        #expect(listed.json?["all"] == .array([]))
    }

    @Test func `a computer that stays without network exchanges its license by file`()
        async throws
    {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let id = try await channel.license(bind: "machine")
        let asked = try await story.keybound(
            ["license", "request", "--operation", "exchange", "--license", id]
                + ["-o", site.path("request")])
        #expect(asked.code == 0, "\(asked.text)")
        #expect(
            try await running.center(["process", site.path("request"), "-o", site.path("answer")])
                .code == 0)
        let taken = try await story.keybound(["license", "respond", site.path("answer"), "--json"])
        #expect(taken.code == 0, "\(taken.text)")
        #expect(taken.json?["supersedes"] == .array([.string(id)]))
    }

    @Test func `a site that was never online finds the center by the catalog`() async throws {
        let channel = try await PhoneChannel(story)
        let made = try await running.center([
            "catalog", "export", "-o", site.path("catalog.jwt"), "--center", "https://127.0.0.1:9",
        ])
        #expect(made.code == 0, "\(made.errors)")
        #expect(try await story.keybound(["publisher", "add", site.path("catalog.jwt")]).code == 0)
        try await channel.license(bind: "machine")
        let asked = try await story.keybound(["license", "exchange"])
        #expect(asked.code == 1)
        #expect(asked.text.contains("https://127.0.0.1:9"), "\(asked.text)")
    }

    @Test func `another publisher's licenses by phone are nobody else's`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        try await channel.license(bind: "machine")
        let other = try await CenterStory(overTLS: true)
        try await other.running.start()
        #expect(
            try await story.keybound(
                ["publisher", "add", other.running.site.path("home/publisher.jwk")]).code == 0)
        let ambiguous = try await story.keybound(["license", "exchange", "--json"])
        #expect(ambiguous.code == 1)
        let kit = try await other.running.kit()
        try site.write(kit.pin() + "\n", to: "other-pin")
        let activated = try await story.keybound(
            ["license", "activate", "--registration", kit.registration, "--operation", "first-run"]
                + ["--pin-file", site.path("other-pin"), "--bind", "key:hasp:5", "--json"]
                + ["--licensee-file", site.path("licensee.json"), "--center", other.running.url]
                + ["--center-ca", other.running.site.path("tls.pem")])
        #expect(activated.code == 0, "\(activated.text)")
        #expect(!activated.text.contains("by phone"), "\(activated.text)")
        // The center that was asked last is not the one of this license.
        let asked = try await story.keybound(["license", "exchange"])
        #expect(asked.code == 1)
        #expect(asked.text.contains("which center is to be asked"), "\(asked.text)")
        let log = try String(contentsOfFile: other.running.log, encoding: .utf8)
        #expect(log.contains("activations"))
        #expect(!log.contains("phone-exchanges"), "\(log)")
    }

    @Test func `a license by phone that was withdrawn ends at the next contact`() async throws {
        let channel = try await PhoneChannel(story, workplaces: 2)
        try await channel.takeCatalog()
        let first = try await channel.license(bind: "machine")
        let second = try await channel.request(
            bind: "machine", entitlement: channel.entitlements[1])
        let rows = try await channel.rows(second, channel.kit.pin(workplace: 2))
        #expect(try await channel.take(rows).code == 0)
        #expect(try await running.center(["license", "revoke", first]).code == 0)
        let withdrawn = try await running.center(["license", "show", first, "--json"])
        #expect(withdrawn.output.contains("\"rows\""))
        try await running.start()
        let exchanged = try await story.keybound(["license", "exchange"] + story.center)
        #expect(exchanged.code == 0, "\(exchanged.text)")
        #expect(exchanged.json?["license"]?["verdict"] == "accepted", "\(exchanged.text)")
        let left = try FileManager.default.contentsOfDirectory(atPath: site.path("state/licenses"))
        #expect(left.count == 1, "\(left)")
    }

    @Test func `a site whose only license by phone has ended is told so once`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let id = try await channel.license(bind: "machine")
        _ = try await running.center(["license", "revoke", id])
        try await running.start()
        let ended = try await story.keybound(["license", "exchange"] + story.center)
        #expect(ended.code == 3, "\(ended.text)")
        #expect(ended.json?["refused"]?["code"] == "LICENSE_ENDED")
        let left = try FileManager.default.contentsOfDirectory(atPath: site.path("state/licenses"))
        #expect(left.isEmpty, "\(left)")
        #expect(try await story.keybound(["license", "exchange"] + story.center).code == 0)
    }

    @Test func `where nothing was given by phone there is nothing to exchange`() async throws {
        let fresh = try await story.keybound(["license", "exchange"], on: "fresh")
        #expect(fresh.code == 0, "\(fresh.text)")
        #expect(fresh.text.contains("No license here was given by phone"))
    }

    @Test func `what was asked for with the wrong licensee is asked for again, and exchanged`()
        async throws
    {
        let channel = try await PhoneChannel(story)
        let other = try await PhoneChannel(story)
        try await channel.takeCatalog()
        try await channel.license(bind: "machine")
        try await running.start()
        // The center knows whom the kit was sold to.
        try site.write(#"{"name": "OOO Lilia"}"#, to: "lilia.json")
        let digits = try await other.request(bind: "machine")
        let answered = try await running.center(
            ["phone", digits, "--json", "--registration", other.kit.registration]
                + ["--pin-file", story.pinFile(other.kit.pin())]
                + ["--licensee-file", site.path("lilia.json")])
        let rows = try #require(
            try JSONScanner.value(of: Array(answered.output.utf8))["rows"]
        ).elements.compactMap(\.text)
        #expect(try await other.take(rows).code == 0)
        let refused = try await story.keybound(["license", "exchange"] + story.center)
        #expect(refused.code == 3, "\(refused.text)")
        // One that is refused keeps no other from its exchange.
        #expect(refused.json?["license"]?["verdict"] == "accepted", "\(refused.text)")
        #expect(refused.json?["refused"]?.elements.map { $0["code"] } == ["LICENSEE_DIFFERS"])
        // As the center says.
        try site.write(#"{"name": "ooo lilia"}"#, to: "licensee.json")
        let again = try await other.request(
            bind: "machine", operation: ["recovery", "--unchanged"])
        #expect(try await other.take(other.rows(again, other.kit.pin())).code == 0)
        let exchanged = try await story.keybound(["license", "exchange"] + story.center)
        #expect(exchanged.code == 0, "\(exchanged.text)")
        let left = try FileManager.default.contentsOfDirectory(atPath: site.path("state/licenses"))
        #expect(left.count == 2, "\(left)")
    }

    @Test func `whoever sends one license again and again is slowed down`() async throws {
        let channel = try await PhoneChannel(story)
        try await channel.takeCatalog()
        let id = try await channel.license(bind: "machine")
        let path = site.path("state/licenses/\(id).lic")
        let file = try String(contentsOfFile: path, encoding: .utf8)
        try await running.start()
        let connection = try CenterConnection(
            to: #require(ServerAddress(running.url)), trusting: site.path("tls.pem")
        ) { _, _ in }
        var codes: [String] = []
        for number in 0..<7 {
            let altered = file.replacing(#""date":"2"#, with: #""date":"\#(number + 3)"#)
            do throws(CenterError) {
                _ = try await connection.send(
                    CenterPath.phoneExchanges,
                    JSONObject([
                        "requestID": .string(String(repeating: "a", count: 30) + "\(number)"),
                        "registration": .string(channel.kit.registration), "computer": "x",
                        "license": .string(altered),
                        "binding": .object(
                            JSONObject([
                                "mode": "key",
                                "keys": .array([.object(JSONObject(["id": "hasp:5"]))]),
                            ])),
                    ]))
            } catch .refused(let problem) {
                codes.append("\(problem.status) \(problem.detail)")
            } catch {
                Issue.record("\(error)")
            }
        }
        #expect(codes.prefix(5).allSatisfy { $0.hasPrefix("403") }, "\(codes)")
        #expect(codes.suffix(2).allSatisfy { $0.hasPrefix("429") }, "\(codes)")
    }
}
