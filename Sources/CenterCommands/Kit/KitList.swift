import ArgumentParser
import CenterProtocol
import CommandLineFront
import LicenseBinding
import LicensingCenter

struct KitList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the kits.")

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let kits = try await home.publisherHome().center().center.kits()
        guard !output.json else {
            return Console.print(JSONObject(["kits": .array(kits.map { .object($0.json) })]))
        }
        guard !kits.isEmpty else { return Console.print("no kits yet: keybound-center kit create") }
        Console.table(
            [["REGISTRATION", "PRODUCT", "WORKPLACES", "CREATED"]]
                + kits.map { kit in
                    [
                        kit.registration.description, kit.product.id, "\(kit.workplaces)",
                        Timestamp.text(kit.created),
                    ]
                })
    }
}

extension Kit {
    var json: JSONObject {
        JSONObject([
            "registration": .string(registration.description), "product": .string(product.id),
            "workplaces": .integer(Int64(workplaces)), "basic": .bool(kind == .basic),
            "created": .string(Timestamp.text(created)), "rule": .object(rule.json),
            "terms": .object(terms.json),
        ])
    }
}
