import ArgumentParser
import CommandLineFront
import LicenseBinding

struct LicenseExchange: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exchange",
        abstract: "Exchange licenses that were given by phone for ordinary ones.",
        discussion: """
            It also happens by itself whenever the center is asked for something else. A computer that stays without \
            network exchanges its license as a file: keybound license request --operation exchange
            """)

    @OptionGroup var center: CenterOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var machine: MachineOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let local = try SiteTask(store, machine, output)
        let licenses = local.phoneLicenses
        guard !licenses.isEmpty else {
            guard !output.json else { return Console.print(JSONObject(["all": .array([])])) }
            return Console.print("No license here was given by phone.")
        }
        // The others go with it.
        try await CenterTask(center, local).run(.exchange(local, licenses[0]))
    }
}
