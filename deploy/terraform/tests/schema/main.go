// SPDX-License-Identifier: Apache-2.0

// Command schema plays a Terraform provider that has a schema and nothing else, for tofu test with mocked providers.
// Its own name, terraform-provider-NAME, chooses the schema of schemas.json.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

//go:embed schemas.json
var schemas []byte

// An object has the attributes of a resource or of a block, each with its type and whether it is required, optional or
// computed; and blocks, of which there is one at most.
type object struct {
	Attributes map[string]string
	Blocks     map[string]object
}

type provider struct {
	tfprotov5.ProviderServer // Nothing else is called where providers are mocked.
	Provider                 object
	Resources, Data          map[string]object
}

var types = map[string]tftypes.Type{
	"string":  tftypes.String,
	"bool":    tftypes.Bool,
	"strings": tftypes.List{ElementType: tftypes.String},
	"map":     tftypes.Map{ElementType: tftypes.String},
}

func (o object) block() *tfprotov5.SchemaBlock {
	block := &tfprotov5.SchemaBlock{}
	for _, name := range slices.Sorted(maps.Keys(o.Attributes)) {
		kind, use, _ := strings.Cut(o.Attributes[name], " ")
		if types[kind] == nil {
			log.Fatalf("schema: the attribute %s has no type %q", name, kind)
		}
		block.Attributes = append(block.Attributes, &tfprotov5.SchemaAttribute{
			Name:     name,
			Type:     types[kind],
			Required: use == "required",
			Optional: strings.Contains(use, "optional"),
			Computed: strings.Contains(use, "computed"),
		})
	}
	for _, name := range slices.Sorted(maps.Keys(o.Blocks)) {
		block.BlockTypes = append(block.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name,
			Block:    o.Blocks[name].block(),
			Nesting:  tfprotov5.SchemaNestedBlockNestingModeList,
			MaxItems: 1,
		})
	}
	return block
}

func schemasOf(objects map[string]object) map[string]*tfprotov5.Schema {
	found := map[string]*tfprotov5.Schema{}
	for name, object := range objects {
		found[name] = &tfprotov5.Schema{Block: object.block()}
	}
	return found
}

func (p provider) GetProviderSchema(
	context.Context, *tfprotov5.GetProviderSchemaRequest,
) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{
		Provider:          &tfprotov5.Schema{Block: p.Provider.block()},
		ResourceSchemas:   schemasOf(p.Resources),
		DataSourceSchemas: schemasOf(p.Data),
	}, nil
}

func (p provider) ValidateResourceTypeConfig(
	context.Context, *tfprotov5.ValidateResourceTypeConfigRequest,
) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (p provider) ValidateDataSourceConfig(
	context.Context, *tfprotov5.ValidateDataSourceConfigRequest,
) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (p provider) PrepareProviderConfig(
	_ context.Context, request *tfprotov5.PrepareProviderConfigRequest,
) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (p provider) UpgradeResourceState(
	_ context.Context, request *tfprotov5.UpgradeResourceStateRequest,
) (*tfprotov5.UpgradeResourceStateResponse, error) {
	kind := p.Resources[request.TypeName].block().ValueType()
	state, err := request.RawState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	upgraded, err := tfprotov5.NewDynamicValue(kind, state)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &upgraded}, err
}

func (p provider) StopProvider(
	context.Context, *tfprotov5.StopProviderRequest,
) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func main() {
	var all map[string]provider
	if err := json.Unmarshal(schemas, &all); err != nil {
		log.Fatal(err)
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(os.Args[0]), "terraform-provider-"), "_")
	played, found := all[name]
	if !found {
		log.Fatalf("schema: there is no schema of %q", name)
	}
	serve := func() tfprotov5.ProviderServer { return played }
	if err := tf5server.Serve("registry.opentofu.org/hashicorp/"+name, serve); err != nil {
		log.Fatal(err)
	}
}
