import ArgumentParser
import CommandLineFront
import LicenseBinding
import PhoneCodes
import VerdictText

struct PhoneKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phone-key",
        abstract: "The key that signs answers by phone, within its limits.",
        subcommands: [PhoneKeyRotate.self, PhoneKeyShow.self])
}

struct PhoneKeyRotate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make a new key for answers by phone.",
        discussion: """
            Sites know it by the catalog: keybound-center catalog export. Licenses by the old key stay valid. There are \
            four numbers of keys, so that the key of four rotations ago is known no more.
            """)

    @Option(
        help: ArgumentHelp("The root's private key, if it is kept elsewhere.", valueName: "file"))
    var rootKey: String?

    @OptionGroup var phone: PhoneKeyOptions
    @OptionGroup var home: HomeOptions

    func run() throws {
        let home = try home.publisherHome()
        let (publisher, root) = try home.root(in: rootKey)
        let certificate = try home.makePhoneKey(
            publisher, root, phone.limits, now: CommandContext.current.clock().time)
        Console.print("The phone key \(certificate.key.number) signs answers from now on.")
        Console.print("Sites need the new catalog: keybound-center catalog export -o FILE")
    }
}

struct PhoneKeyShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the keys for answers by phone; the last one signs.")

    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let keys = try home.publisherHome().phoneKeys().map(\.certificate)
        guard !output.json else {
            return Console.print(JSONObject(["keys": .array(keys.map { .object($0.json) })]))
        }
        guard !keys.isEmpty else { return Console.print("none: keybound-center phone-key rotate") }
        Console.table(
            [["KEY", "PRODUCTS", "SEATS", "DAYS", "FROM", "UNTIL"]]
                + keys.map { key in
                    [
                        "\(key.key.number)",
                        key.limits.products?.joined(separator: ", ").printable ?? "all",
                        key.limits.mostSeats.map(String.init) ?? "any",
                        "\(key.limits.longestDays)", Timestamp.text(key.notBefore),
                        Timestamp.text(key.expires),
                    ]
                })
    }
}

extension PhoneCertificate {
    fileprivate var json: JSONObject {
        JSONObject([
            "number": .integer(Int64(key.number)), "thumbprint": .string(thumbprint),
            "publicKey": .string(Base64URL.encode(key.bytes)),
            "products": limits.products.map { .strings($0) },
            "seats": limits.mostSeats.map { .integer(Int64($0)) },
            "days": .integer(Int64(limits.longestDays)),
            "from": .string(Timestamp.text(notBefore)), "until": .string(Timestamp.text(expires)),
        ])
    }
}
