import CenterProtocol
import CommandRuns
import Foundation
import LicenseBinding
import Programs
import Testing

/// What a kit's rule or a person at the publisher's decides.
@Suite(.timeLimit(.minutes(5)))
struct TicketTests {
    private typealias Said = (code: Int32, json: JSONValue?, text: String)

    private let story: CenterStory
    private var running: RunningCenter { story.running }
    private var site: CommandSite { story.running.site }

    init() async throws {
        story = try await CenterStory(overTLS: true)
        try await running.start()
    }

    private func ask(
        _ kit: SoldKit, _ options: [String], on computer: String = "state"
    ) async throws -> Said {
        try await story.keybound(
            ["pins", "request", "--registration", kit.registration] + options + story.center,
            on: computer)
    }

    private func byPIN(_ pin: String) throws -> [String] {
        [
            "--pin-file", try story.pinFile(pin), "--licensee-file",
            site.path("licensee.json"), "--reason", "the mainboard was replaced twice",
        ]
    }

    private func ticket(_ said: Said) -> JSONValue? { said.json?["tickets"]?[0] }

    /// A kit whose backup PINs are used up.
    private func usedUp() async throws -> SoldKit {
        let kit = try await running.kit()
        #expect(try await story.activate(kit, kit.pin(), bind: "key:hasp:1").code == 0)
        for (number, backup) in ["backup-1", "backup-2"].enumerated() {
            let again = try await story.activate(
                kit, kit.pin(backup), bind: "key:hasp:\(number + 2)", ["recovery"])
            #expect(again.code == 0, "\(again.text)")
        }
        let none = try await story.activate(
            kit, kit.pin("backup-2"), bind: "key:hasp:9", ["recovery"])
        #expect(none.json?["refused"]?["code"] == "BACKUP_PINS_USED_UP")
        #expect(none.text.contains("keybound pins request"))
        return kit
    }

    @Test
    func `one PIN a year comes by rule, the next by the operator, and arrives by any channel`()
        async throws
    {
        let kit = try await usedUp()
        let first = try await ask(kit, byPIN(kit.pin("backup-2")))
        #expect(ticket(first)?["state"] == "approved", "\(first.text)")
        let pin = try #require(ticket(first)?["pin"]?.text)
        #expect(ticket(first)?["position"] == "additional-1")
        let used = try await story.activate(kit, pin, bind: "key:hasp:5", ["recovery"])
        #expect(used.code == 0, "\(used.text)")
        // The second one waits.
        let second = try await ask(kit, byPIN(kit.pin("backup-2")))
        #expect(ticket(second)?["state"] == "open", "\(second.text)")
        let list = try await running.center(["request", "list", "--json"])
        let open = try JSONScanner.value(of: Array(list.output.utf8))["requests"]?.elements ?? []
        #expect(open.count == 1)
        #expect(open.first?["reason"] == "the mainboard was replaced twice")
        guard case .integer(let number)? = open.first?["number"] else {
            Issue.record("\(list.output)")
            return
        }
        #expect(
            try await running.center(["request", "show", "\(number)"]).output.contains("Romashka"))
        #expect(try await running.center(["request", "approve", "\(number)"]).code == 0)
        #expect(try await running.center(["request", "approve", "\(number)"]).code == 1)
        // It comes with an answer to something else, by a file.
        let file = try await story.keybound([
            "license", "request", "--operation", "pins", "--registration", kit.registration,
            "--pin-file", story.pinFile(pin), "-o", site.path("question"), "--json",
        ])
        #expect(file.code == 0, "\(file.text)")
        #expect(
            try await running.center(["process", site.path("question"), "-o", site.path("answer")])
                .code == 0)
        // The courier cannot read it.
        let carried = try String(contentsOfFile: site.path("answer"), encoding: .utf8)
        let answer = try await story.keybound(["license", "respond", site.path("answer"), "--json"])
        let late = try #require(ticket(answer)?["pin"]?.text, "\(answer.text)")
        let payload = Base64URL.decode(String(carried.split(separator: ".")[1])) ?? []
        #expect(!String(decoding: payload, as: UTF8.self).contains(late))
        let last = try await story.activate(kit, late, bind: "key:hasp:6", ["recovery"])
        #expect(last.code == 0, "\(last.text)")
        #expect(try await running.center(["audit", "verify"]).code == 0)
    }

    @Test func `a refusal arrives with its reason`() async throws {
        let kit = try await usedUp()
        _ = try await ask(kit, byPIN(kit.pin("backup-2")))
        let open = try await ask(kit, byPIN(kit.pin("backup-2")))
        guard case .integer(let number)? = ticket(open)?["number"] else {
            Issue.record("\(open.text)")
            return
        }
        let refused = try await running.center([
            "request", "refuse", "\(number)", "--comment", "call us first",
        ])
        #expect(refused.code == 0)
        // The same question has the answer; after it another question is a new one.
        let told = try await ask(kit, byPIN(kit.pin("backup-2")))
        #expect(ticket(told)?["state"] == "refused", "\(told.text)")
        #expect(ticket(told)?["comment"] == "call us first")
    }

    @Test func `a new administrator without sheet and licensee data has a way on`() async throws {
        let kit = try await running.kit(2)
        #expect(try await story.activate(kit, kit.pin(), bind: "key:hasp:1").code == 0)
        try await story.trust(on: "heir")
        // He tries what he has, and is told what helps.
        var generator = SystemRandomNumberGenerator()
        let guess = try await story.activate(
            kit, PIN(.standard, using: &generator).printed, bind: "key:hasp:2", on: "heir",
            ["recovery"])
        #expect(guess.text.contains("pins request --without-pin"), "\(guess.text)")
        let asked = try await ask(
            kit,
            ["--without-pin", "--reason", "took over the office", "--contact", "it@example.org"],
            on: "heir")
        #expect(ticket(asked)?["state"] == "open", "\(asked.text)")
        guard case .integer(let number)? = ticket(asked)?["number"] else {
            Issue.record("\(asked.text)")
            return
        }
        let unsaid = try await running.center(["request", "approve", "\(number)"])
        #expect(unsaid.code == 1)
        #expect(unsaid.errors.contains("--workplace"))
        #expect(
            try await running.center(["request", "approve", "\(number)", "--workplace", "1"]).code
                == 0)
        let given = try await ask(
            kit,
            ["--without-pin", "--reason", "took over the office", "--contact", "it@example.org"],
            on: "heir")
        let pin = try #require(ticket(given)?["pin"]?.text, "\(given.text)")
        // Whom it was sold to came with it, so he need not know.
        let back = try await story.keybound(
            ["license", "activate", "--registration", kit.registration, "--operation", "recovery"]
                + ["--pin-file", story.pinFile(pin), "--bind", "key:hasp:2"] + story.center,
            on: "heir")
        #expect(back.code == 0, "\(back.text)")
    }

    @Test func `a kit that was sold on has another licensee once that is approved`() async throws {
        let kit = try await running.kit()
        #expect(try await story.activate(kit, kit.pin(), bind: "key:hasp:1").code == 0)
        try site.write(#"{"name": "Lilia Ltd", "country": "Finland"}"#, to: "new.json")
        let asked = try await ask(
            kit, byPIN(kit.pin()) + ["--transfer-to", site.path("new.json")])
        guard case .integer(let number)? = ticket(asked)?["number"] else {
            Issue.record("\(asked.text)")
            return
        }
        #expect(try await running.center(["request", "approve", "\(number)"]).code == 0)
        let old = try await story.activate(
            kit, kit.pin(), bind: "key:hasp:1", ["recovery", "--unchanged"])
        #expect(old.json?["refused"]?["field"] == "licensee.name", "\(old.text)")
        try site.write(#"{"name": "lilia ltd", "country": "FI"}"#, to: "licensee.json")
        let new = try await story.activate(
            kit, kit.pin(), bind: "key:hasp:1", ["recovery", "--unchanged"])
        #expect(new.code == 0, "\(new.text)")
    }

    private func call(
        _ token: String?, _ path: String, _ arguments: [String] = []
    ) async throws -> (status: String, body: String) {
        let header = token.map { ["--header", "Authorization: Bearer " + $0] } ?? []
        let result = try await Program("/usr/bin/curl").run(
            ["--silent", "--cacert", site.path("tls.pem"), "--write-out", "\n%{http_code}"]
                + header + arguments + [running.url + path])
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        return (String(lines.last ?? ""), lines.dropLast().joined(separator: "\n"))
    }

    private func token(_ name: String, _ role: String) async throws -> String {
        let added = try await running.center(["operator", "add", name, "--role", role, "--json"])
        #expect(added.code == 0, "\(added.errors)")
        return try #require(try JSONScanner.value(of: Array(added.output.utf8))["token"]?.text)
    }

    @Test func `an operator does what his role allows, and the rest is refused and in the log`()
        async throws
    {
        let kit = try await usedUp()
        _ = try await ask(kit, byPIN(kit.pin("backup-2")))
        _ = try await ask(kit, byPIN(kit.pin("backup-2")))
        let (reader, operating, admin) = (
            try await token("reader", "read"), try await token("decider", "operate"),
            try await token("head", "admin")
        )
        let listed = try await call(reader, "/v1/operator/tickets?state=open")
        #expect(listed.status == "200")
        let tickets = try JSONScanner.value(of: Array(listed.body.utf8))["tickets"]?.elements ?? []
        guard case .integer(let number)? = tickets.first?["number"] else {
            Issue.record("\(listed.body)")
            return
        }
        let path = "/v1/operator/tickets/\(number)"
        let approve = ["--data", #"{"approve": true, "comment": "once more"}"#]
        #expect(try await call(nil, path).status == "401")
        #expect(try await call(String(reader.reversed()), path).status == "401")
        let tooLow = try await call(reader, path, approve)
        #expect(tooLow.status == "403")
        #expect(tooLow.body.contains("ROLE_NEEDED"))
        let add = ["--data", #"{"name": "friend", "role": "admin"}"#]
        #expect(try await call(operating, "/v1/operator/operators", add).status == "403")
        #expect(try await call(operating, path, approve).status == "200")
        #expect(try await call(operating, path, approve).status == "409")
        #expect(try await call(admin, "/v1/operator/operators", add).status == "200")
        #expect(
            try await call(admin, "/v1/operator/operators/reader", ["--request", "DELETE"]).status
                == "200")
        #expect(try await call(reader, path).status == "401")
        let log = try await running.center(["audit", "list", "--json"]).output
        let refused = log.split(separator: "\n").filter { $0.contains("operator.refused") }
        #expect(refused.count == 5, "\(refused)")
        #expect(log.contains(#""by":"decider""#))
        // Nobody can show a token again, and no log has one.
        for secret in [reader, operating, admin] {
            #expect(!log.contains(secret))
            #expect(!(try String(contentsOfFile: running.log, encoding: .utf8)).contains(secret))
        }
        let list = try await running.center(["operator", "list"]).output
        #expect(list.contains("friend") && !list.contains("reader"))
        #expect(try await running.center(["operator", "remove", "reader"]).code == 1)
    }

    @Test func `a PIN for a workplace that was never used stands for its main PIN`() async throws {
        let kit = try await running.kit(2)
        #expect(try await story.activate(kit, kit.pin(), bind: "key:hasp:1").code == 0)
        let question = ["--without-pin", "--reason", "the sheet burned"]
        let asked = try await ask(kit, question)
        guard case .integer(let number)? = ticket(asked)?["number"] else {
            Issue.record("\(asked.text)")
            return
        }
        _ = try await running.center(["request", "approve", "\(number)", "--workplace", "2"])
        let pin = try #require(ticket(try await ask(kit, question))?["pin"]?.text)
        let first = try await story.activate(kit, pin, bind: "key:hasp:2")
        #expect(first.code == 0, "\(first.text)")
        let burned = try await story.activate(kit, kit.pin(workplace: 2), bind: "key:hasp:3")
        #expect(burned.json?["refused"]?["code"] == "PIN_CANCELED", "\(burned.text)")
    }

    @Test func `a canceled PIN gets no other, and a revoked license is not recovered`() async throws
    {
        let kit = try await running.kit()
        let first = try await story.activate(kit, kit.pin(), bind: "key:hasp:1")
        let id = try #require(first.json?["license"]?["id"]?.text)
        let place = ["--registration", kit.registration, "--workplace", "1", "--position"]
        #expect(try await running.center(["pin", "cancel"] + place + ["backup-2"]).code == 0)
        let asked = try await ask(kit, byPIN(kit.pin("backup-2")))
        #expect(asked.json?["refused"]?["code"] == "PIN_CANCELED", "\(asked.text)")
        #expect(try await running.center(["license", "revoke", id]).code == 0)
        for (pin, options) in [
            (kit.pin(), ["recovery", "--unchanged"]), (kit.pin("backup-1"), ["recovery"]),
        ] {
            let back = try await story.activate(kit, pin, bind: "key:hasp:1", options)
            #expect(back.code == 3, "\(back.text)")
        }
    }

    @Test func `a kit's open requests are bounded`() async throws {
        let kit = try await running.kit()
        for number in 1...6 {
            try await story.trust(on: "computer-\(number)")
            let asked = try await ask(
                kit, ["--without-pin", "--reason", "attempt \(number)"], on: "computer-\(number)")
            if number == 6 {
                #expect(asked.json?["refused"]?["code"] == "TOO_MANY_REQUESTS", "\(asked.text)")
            } else {
                #expect(ticket(asked)?["state"] == "open", "\(asked.text)")
            }
        }
        // What strangers ask is in the owner's way nowhere.
        #expect(try await story.activate(kit, kit.pin(), bind: "key:hasp:1").code == 0)
        let owner = try await ask(kit, byPIN(kit.pin()))
        #expect(ticket(owner)?["state"] == "approved", "\(owner.text)")
    }
}
