import CommandRuns
import Foundation
import LicenseBinding
import Programs
import Testing

/// A computer without network, its kit's sheet, and the publisher at the other end of the line.
struct PhoneChannel {
    let story: CenterStory
    let kit: SoldKit
    let termsCode: String
    let entitlements: [String]

    private var running: RunningCenter { story.running }
    private var site: CommandSite { running.site }

    init(_ story: CenterStory, workplaces: Int = 1, _ options: [String] = []) async throws {
        self.story = story
        kit = try await story.running.kit(workplaces, options)
        let shown = try await story.running.center(["kit", "show", kit.registration, "--json"])
        let json = try JSONScanner.value(of: Array(shown.output.utf8))
        termsCode = try #require(json["termsCode"]?.text)
        entitlements = try #require(json["entitlements"]).elements.compactMap(\.text)
    }

    /// Takes the publisher's catalog as it is now.
    func takeCatalog(on computer: String = "state") async throws {
        let file = site.path("catalog-\(UInt32.random(in: 0 ... .max)).jwt")
        let made = try await running.center(["catalog", "export", "-o", file])
        try #require(made.code == 0, "\(made.errors)")
        let taken = try await story.keybound(["publisher", "add", file], on: computer)
        try #require(taken.code == 0, "\(taken.text)")
    }

    func arguments(
        bind: String, operation: [String] = ["first-run"], entitlement: String? = nil
    ) -> [String] {
        ["license", "activate", "--channel", "phone", "--registration", kit.registration]
            + ["--entitlement", entitlement ?? entitlements[0], "--terms-code", termsCode]
            + ["--licensee-file", site.path("licensee.json"), "--bind", bind, "--operation"]
            + operation
    }

    /// The 48 digits.
    func request(
        bind: String, operation: [String] = ["first-run"], entitlement: String? = nil,
        on computer: String = "state"
    ) async throws -> String {
        let asked = try await story.keybound(
            arguments(bind: bind, operation: operation, entitlement: entitlement) + ["--json"],
            on: computer)
        try #require(asked.code == 0, "\(asked.text)")
        let digits = try #require(asked.json?["request"]?.text)
        #expect(digits.count == 48)
        return digits
    }

    /// The licenses of the kit, as the publisher lists them.
    func licenses() async throws -> [JSONValue] {
        let shown = try await running.center(["kit", "show", kit.registration, "--json"])
        return try #require(JSONScanner.value(of: Array(shown.output.utf8))["licenses"]).elements
    }

    /// What the publisher does with a request.
    func phone(_ request: String, _ pin: String?) async throws -> Program.Result {
        let words = try pin.map {
            ["--registration", kit.registration, "--pin-file", try story.pinFile($0)]
        }
        return try await running.center(["phone", request, "--json"] + (words ?? []))
    }

    func rows(_ request: String, _ pin: String? = nil) async throws -> [String] {
        let answered = try await phone(request, pin)
        try #require(answered.code == 0, "\(answered.output) \(answered.errors)")
        let rows = try JSONScanner.value(of: Array(answered.output.utf8))["rows"]
        let texts = try #require(rows).elements.compactMap(\.text)
        #expect(texts.count == 5)
        #expect(texts.allSatisfy { $0.count == 24 })
        return texts
    }

    func take(
        _ rows: [String], on computer: String = "state"
    ) async throws -> (code: Int32, json: JSONValue?, text: String) {
        try await story.keybound(
            ["license", "phone-answer"] + rows + ["--json"], on: computer)
    }

    /// A license by phone, from the first digit to the last.
    /// - Returns: its ID.
    @discardableResult
    func license(bind: String, on computer: String = "state") async throws -> String {
        let rows = try await rows(request(bind: bind, on: computer), kit.pin())
        let taken = try await take(rows, on: computer)
        try #require(taken.code == 0, "\(taken.text)")
        return try #require(taken.json?["license"]?["id"]?.text)
    }
}

extension String {
    /// The digits with another one at this place.
    func slip(at place: Int) -> String {
        var characters = Array(self)
        characters[place] = characters[place] == "7" ? "1" : "7"
        return String(characters)
    }
}
